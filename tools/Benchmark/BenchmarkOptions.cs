namespace Remediator.Benchmark;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Runs">Processes per candidate; the figures are medians over them.</param>
/// <param name="Publish">False takes what an earlier run published.</param>
/// <param name="Check">Whether a figure over its budget makes the exit code 1.</param>
internal sealed record BenchmarkOptions(int Runs = 15, bool Publish = true, bool Check = false)
{
    /// <summary>Folders with another build each, measured beside the others: to try something out.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Measures the candidates with this in their names.</summary>
    public string Only { get; init; } = "";

    /// <summary>Measures nothing, and records the profile of a cold start anew.</summary>
    public bool Record { get; init; }

    public const string Usage = "Usage: dotnet run -c Release --project tools/Benchmark [-- [--runs N] [--no-publish] [--also DIR]... [--only TEXT] [--check] | --record]";

    /// <summary>Null when the arguments can't be read.</summary>
    public static BenchmarkOptions? Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new BenchmarkOptions(),
        ["--record"] => new BenchmarkOptions { Record = true },
        ["--runs", var n, .. var rest] when int.TryParse(n, out var runs) && runs > 0 => Parse(rest) is { } o ? o with { Runs = runs } : null,
        ["--no-publish", .. var rest] => Parse(rest) is { } o ? o with { Publish = false } : null,
        ["--also", var folder, .. var rest] => Parse(rest) is { } o ? o with { Also = [folder, .. o.Also] } : null,
        ["--only", var text, .. var rest] => Parse(rest) is { } o ? o with { Only = text } : null,
        ["--check", .. var rest] => Parse(rest) is { } o ? o with { Check = true } : null,
        _ => null,
    };
}
