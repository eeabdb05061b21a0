using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>What releases came to, for people and for machines: recorded, written and live value of every change side by side.</summary>
public sealed class ReleaseOutput(CliHost host, bool json, bool force)
{
    private int _failed;

    /// <returns>The exit code of this one.</returns>
    public int Write(ReleaseResult result)
    {
        var (exit, outcome, text, record) = result switch
        {
            ReleaseResult.Ran { Record: { State: ExecutionState.Released } r } when r.Changes.Any(c => c.Status == ChangeStatus.Shared) =>
                (ExitCode.Success, "released", $"Execution {r.Id} is released; what other executions still rely on was left in place.", r),
            ReleaseResult.Ran { Record: { State: ExecutionState.Released } r } when r.Changes.Any(c => c.Status == ChangeStatus.Gone) =>
                (ExitCode.Success, "released", $"Execution {r.Id} is released, but for what somebody else has deleted since; the rest was read back as it was before.", r),
            ReleaseResult.Ran { Record: { State: ExecutionState.Released } r } => (ExitCode.Success, "released", $"Execution {r.Id} is released; every value was read back as it was before.", r),
            ReleaseResult.Ran { Record: var r } when r.State != ExecutionState.Drifted => (ExitCode.Failed, "not-released", $"Execution {r.Id}: {r.Failure}. It stays {r.State}; run it again.", r),
            ReleaseResult.Ran { Record: var r } => (ExitCode.Failed, "drifted", $"Execution {r.Id}: {r.Failure}. Look at the values below; --force overwrites them.", r),
            ReleaseResult.Preview { Record: var r } when Stops(r) && !force => (ExitCode.Failed, "would-stop", $"Execution {r.Id} would not be released: a value is another's or could not be read. Nothing was changed.", r),
            ReleaseResult.Preview { Record: var r } => (ExitCode.Success, "would-release", $"Execution {r.Id} would be released. Nothing was changed.", r),
            ReleaseResult.NothingToRelease { Record: var r } => (ExitCode.Success, "nothing-to-release", $"Execution {r.Id} is {r.State}: there is nothing to put back.", r),
            ReleaseResult.NotFound n => (ExitCode.Usage, "not-found", $"There is no execution {n.ExecutionId} in this ledger. List them with: remediator executions", (ExecutionRecord?)null),
            ReleaseResult.Busy b => (ExitCode.Failed, "busy", $"The execution is held by {b.Owner} until {b.Until:u}; nothing was done. Run it again then.", null),
            ReleaseResult.Lost l => (ExitCode.Failed, "lost", l.Reason, null),
            _ => throw new InvalidOperationException($"unknown release result {result.GetType().Name}"),
        };
        _failed += exit == ExitCode.Success ? 0 : 1;
        var preview = result is ReleaseResult.Preview;
        if (json)
        {
            var node = Node(outcome, text, record);
            if (record is not null)
            {
                node["values"] = new JsonArray([.. record.Changes.Select(c => (JsonNode)Values(c, preview))]);
            }

            host.Out.WriteLine(ExecutionJson.Text(node));
            return exit;
        }

        host.Console.MarkupLineInterpolated($"{Shown.Text(text)}");
        if (record is { Changes.IsEmpty: false })
        {
            host.Console.Write(Table(record, preview));
        }

        return exit;
    }

    public void WriteTotal(int count)
    {
        if (json)
        {
            return;
        }

        host.Console.MarkupLineInterpolated($"{(count == 0 ? "Nothing of it stands any more: there is nothing to put back." : _failed == 0 ? $"All {count}." : $"{_failed} of {count} not done; they are named above.")}");
    }

    internal static void Say(CliHost host, bool json, string outcome, string text, ExecutionRecord? record)
    {
        if (json)
        {
            host.Out.WriteLine(ExecutionJson.Text(Node(outcome, text, record)));
        }
        else
        {
            host.Console.MarkupLineInterpolated($"{Shown.Text(text)}");
        }
    }

    private static JsonObject Node(string outcome, string text, ExecutionRecord? record)
    {
        var node = record is null ? new JsonObject() : ExecutionJson.Node(record);
        node.Insert(0, "outcome", outcome);
        node["reason"] = text;
        return node;
    }

    private Table Table(ExecutionRecord record, bool preview)
    {
        var table = new Table().AddColumns("What", "Before", "Written", "Live", preview ? "Would be" : "Is");
        foreach (var change in record.Changes)
        {
            var attribute = AttributeCatalogue.Find(change.Change.Attribute);
            string Words(AttributeValue? value) => value is { } known ? Shown.Text(attribute?.DescribeSafely(known) ?? known.ToString()) : "not read";
            table.AddRow(
                new Text(Shown.Text($"{attribute?.Label ?? change.Change.Attribute} of {change.Change.Target.Id}")),
                new Text(Words(change.Change.Before)),
                new Text(Words(change.Written ?? change.Change.After)),
                new Text(Words(change.ReadBack)),
                new Text(Shown.Text(Comes(change, preview))));
        }

        return table;
    }

    private JsonObject Values(ChangeRecord change, bool preview) => new()
    {
        ["attribute"] = change.Change.Attribute,
        ["target"] = change.Change.Target.ToString(),
        ["before"] = change.Change.Before.ToNode(),
        ["written"] = (change.Written ?? change.Change.After).ToNode(),
        ["live"] = change.ReadBack?.ToNode(),
        ["isRead"] = change.ReadBack is not null,
        [preview ? "wouldBe" : "is"] = Comes(change, preview),
    };

    /// <summary>What comes, or would come, of one change.</summary>
    private string Comes(ChangeRecord change, bool preview) => change switch
    {
        { Status: ChangeStatus.Shared or ChangeStatus.Gone, Error: var error } => $"left: {error}",
        { Change.IsSatisfied: true } => "left: it was so before",
        { Change.Irreversible: true } => "left: it can't be undone",
        { Change.Keep: true } => "kept on purpose",
        { Status: ChangeStatus.Released } => "put back, and read back",
        { Status: ChangeStatus.Drifted } when preview && force => "overwritten, although somebody else changed it",
        { Status: ChangeStatus.Drifted } => "left: somebody else changed it",
        { Status: ChangeStatus.Failed, Error: var error } => $"left: {error}",
        { ReadBack: { } live } when AttributeCatalogue.Find(change.Change.Attribute)?.Matches(live, change.Change.Before) == true => "already as before",
        _ => preview ? "put back" : "left as it was",
    };

    private static bool Stops(ExecutionRecord record) => record.Changes.Any(c => c.IsUndoable && c.Status is (ChangeStatus.Drifted or ChangeStatus.Failed));
}
