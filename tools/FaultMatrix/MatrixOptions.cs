using System.Globalization;

namespace Remediator.FaultMatrix;

/// <summary>What was asked for on the command line.</summary>
internal sealed record MatrixOptions
{
    public const string Usage = "Usage: dotnet run -c Release --project tools/FaultMatrix [-- [--only ROW] [--fault NAME] [--json]]\n       dotnet run -c Release --project tools/FaultMatrix -- --soak FINDINGS [--seed NUMBER]";

    /// <summary>Only rows with this in their names.</summary>
    public string Only { get; init; } = "";

    /// <summary>Only faults with this in their names.</summary>
    public string Fault { get; init; } = "";

    public bool Json { get; init; }

    /// <summary>So many findings under random faults instead of the matrix; null for the matrix.</summary>
    public int? Soak { get; init; }

    /// <summary>Decides what happens in the first world; each further one has a number made of it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Null when the arguments can't be read.</summary>
    public static MatrixOptions? Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new MatrixOptions(),
        ["--only", var text, .. var rest] => Parse(rest) is { } o ? o with { Only = text } : null,
        ["--fault", var text, .. var rest] => Parse(rest) is { } o ? o with { Fault = text } : null,
        ["--soak", var text, .. var rest] => Parse(rest) is { } o && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var findings) ? o with { Soak = findings } : null,
        ["--seed", var text, .. var rest] => Parse(rest) is { } o && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? o with { Seed = seed } : null,
        ["--json", .. var rest] => Parse(rest) is { } o ? o with { Json = true } : null,
        _ => null,
    };
}
