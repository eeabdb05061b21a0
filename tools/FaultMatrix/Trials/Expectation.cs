using Remediator.Cli.Sandbox;
using Remediator.Execution;

namespace Remediator.FaultMatrix.Trials;

/// <summary>What an undisturbed run comes to: the account when contained and when released, and the calls of each stage.</summary>
/// <param name="Needed">The attributes of the changes that are not of best effort, as often as they are changed.</param>
/// <param name="Seen">The snapshots of the undisturbed run and what is canonical of each: most accounts under faults are one of them, to the letter.</param>
internal sealed record Expectation(
    string Start, string Contained, string Released, IReadOnlyDictionary<Stage, IReadOnlyList<string>> Calls, IReadOnlyList<string> Needed, IReadOnlyDictionary<string, string> Seen)
{
    public static IEnumerable<string> NeededOf(ExecutionRecord record) => record.Changes.Where(c => !c.Change.Optional).Select(c => c.Change.Attribute).Order(StringComparer.Ordinal);

    /// <summary>What the account is otherwise than it should be; a change of best effort may be missing where the record tells people so.</summary>
    public IReadOnlyList<string> Differences(string expected, World world, ExecutionRecord? record)
    {
        var live = world.Canonical(Seen);
        if (live == expected)
        {
            return [];
        }

        var wrong = SandboxSnapshot.Difference(expected, live);
        if (record is null || !SaysWhatIsMissing(record) || !NeededOf(record).SequenceEqual(Needed))
        {
            return wrong;
        }

        var touched = SandboxSnapshot.Difference(Start, live).Select(PathOf).ToList();
        return [.. wrong.Where(line => PathOf(line) is var path && touched.Any(t => t == path || t.StartsWith(path + "/", StringComparison.Ordinal)))];
    }

    /// <summary>A change of best effort failed, or what it needs could not be read, and that is among what the message says.</summary>
    private static bool SaysWhatIsMissing(ExecutionRecord record) =>
        record.Changes.Any(c => c.Change.Optional && c is { Status: ChangeStatus.Failed, Error: not null })
        || record.Steps.Any(s => s.Survivors.Any(text => text.Contains("could not be read", StringComparison.Ordinal)));

    private static string PathOf(string line) => line.Split(": ", 2)[0];
}

/// <summary>A path through the engine.</summary>
internal enum Stage
{
    Respond,
    Notify,
    Release,
}
