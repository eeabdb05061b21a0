namespace Remediator.FaultMatrix;

/// <summary>What was asked for on the command line.</summary>
internal sealed record MatrixOptions
{
    public const string Usage = "Usage: dotnet run -c Release --project tools/FaultMatrix [-- [--only ROW] [--fault NAME] [--json]]";

    /// <summary>Only rows with this in their names.</summary>
    public string Only { get; init; } = "";

    /// <summary>Only faults with this in their names.</summary>
    public string Fault { get; init; } = "";

    public bool Json { get; init; }

    /// <summary>Null when the arguments can't be read.</summary>
    public static MatrixOptions? Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new MatrixOptions(),
        ["--only", var text, .. var rest] => Parse(rest) is { } o ? o with { Only = text } : null,
        ["--fault", var text, .. var rest] => Parse(rest) is { } o ? o with { Fault = text } : null,
        ["--json", .. var rest] => Parse(rest) is { } o ? o with { Json = true } : null,
        _ => null,
    };
}
