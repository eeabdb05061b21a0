using System.Text.Json.Nodes;
using Remediator.Execution;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>What a release came to, for people and for machines.</summary>
public static class ReleaseOutput
{
    public static int Write(CliHost host, ReleaseResult result, bool json)
    {
        var (exit, outcome, text, record) = result switch
        {
            ReleaseResult.Ran { Record: { State: ExecutionState.Released } r } when r.Changes.Any(c => c.Status == ChangeStatus.Shared) =>
                (ExitCode.Success, "released", $"Execution {r.Id} is released; what other executions still rely on was left in place.", r),
            ReleaseResult.Ran { Record: { State: ExecutionState.Released } r } => (ExitCode.Success, "released", $"Execution {r.Id} is released; every value was read back as it was before.", r),
            ReleaseResult.Ran { Record: var r } => (ExitCode.Failed, "drifted", $"Execution {r.Id}: {r.Failure}. Look at the values below; --force overwrites them.", r),
            ReleaseResult.NothingToRelease { Record: var r } => (ExitCode.Success, "nothing-to-release", $"Execution {r.Id} is {r.State}: there is nothing to put back.", r),
            ReleaseResult.NotFound n => (ExitCode.Usage, "not-found", $"There is no execution {n.ExecutionId} in this ledger. List them with: remediator executions", null),
            ReleaseResult.Busy b => (ExitCode.Failed, "busy", $"The execution is held by {b.Owner} until {b.Until:u}; nothing was done. Run it again then.", null),
            _ => throw new InvalidOperationException($"unknown release result {result.GetType().Name}"),
        };

        if (json)
        {
            var node = record is null ? new JsonObject() : ExecutionJson.Node(record);
            node.Insert(0, "outcome", outcome);
            node["reason"] = text;
            host.Out.WriteLine(ExecutionJson.Text(node));
            return exit;
        }

        host.Console.MarkupLineInterpolated($"{Shown.Text(text)}");
        if (record is not null)
        {
            ExecutionText.Write(host.Console, record);
        }

        return exit;
    }
}
