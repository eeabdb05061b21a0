using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What a person can do about work that is not taken up again by itself, with the commands.</summary>
internal static class Advice
{
    public static string Enforce(ExecutionRecord record) => $"to go on nevertheless, as a person: {ManualPlaybook.CommandOf(record.Finding) ?? "remediator respond --event FINDING.json --enforce"}";

    public static string Release(string executionId) =>
        $"to put back what was done: remediator release {executionId}, which stops and shows both values where others have changed one since (--force overwrites theirs)";
}
