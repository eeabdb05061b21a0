using Remediator.Cli.Sandbox;
using Remediator.Execution;

namespace Remediator.FaultMatrix.Trials;

/// <summary>What an undisturbed run comes to: the account when contained and when released, and the calls of each stage.</summary>
internal sealed record Expectation(string Start, string Contained, string Released, IReadOnlyDictionary<Stage, IReadOnlyList<string>> Calls)
{
    /// <summary>What the account is otherwise than it should be; a change of best effort may be missing where the record says so.</summary>
    public IReadOnlyList<string> Differences(string expected, World world, ExecutionRecord? record)
    {
        var live = Canonical.Of(world.Sandbox.Snapshot(), world.Start);
        if (live == expected)
        {
            return [];
        }

        var wrong = SandboxSnapshot.Difference(expected, live);
        if (record?.Changes.Any(c => c.Change.Optional && c is { Status: ChangeStatus.Failed, Error: not null }) != true)
        {
            return wrong;
        }

        var touched = SandboxSnapshot.Difference(Start, live).Select(PathOf).ToList();
        return [.. wrong.Where(line => PathOf(line) is var path && touched.Any(t => t == path || t.StartsWith(path + "/", StringComparison.Ordinal)))];
    }

    private static string PathOf(string line) => line.Split(": ", 2)[0];
}

/// <summary>A path through the engine.</summary>
internal enum Stage
{
    Respond,
    Notify,
    Release,
}
