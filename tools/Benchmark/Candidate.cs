namespace Remediator.Benchmark;

/// <summary>A program that answers the findings: how it is started.</summary>
internal sealed record Candidate(string Name, string File, params IReadOnlyList<string> Arguments)
{
    public const string ReadyToRun = "Remediator, ReadyToRun (net10.0)";
    public const string NativeAot = "Remediator, Native AOT (net9.0)";
    public const string Boto3 = "Python + boto3";
    public const string Boto3Threads = "Python + boto3, threads";

    /// <summary>Variables besides those that Lambda sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
