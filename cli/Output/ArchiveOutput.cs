using System.Text.Json.Nodes;
using Remediator.Cli.Archive;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>What became of each audit entry and of all, for people and for machines.</summary>
internal sealed class ArchiveOutput(CliHost host, bool json)
{
    private int _there;
    private int _written;
    private int _failed;
    private int _unread;

    public void Tell(ArchivedEntry entry)
    {
        _ = entry.Outcome switch
        {
            ArchiveOutcome.There => ++_there,
            ArchiveOutcome.Written => ++_written,
            ArchiveOutcome.Failed => ++_failed,
            var other => throw new InvalidOperationException($"No outcome: {other}"),
        };
        _unread += entry.Object?.Unread is null ? 0 : 1;
        if (json)
        {
            host.Out.WriteLine(ExecutionJson.Text(Node(entry)));
            return;
        }

        var name = entry.Object?.Key ?? $"{entry.Saved.Partition} {entry.Saved.Sort}";
        var why = string.Join("; ", new[] { entry.Because, entry.Object?.Unread is { } fault ? $"kept as it is stored, since this version cannot read it: {fault.Message}" : null }.OfType<string>());
        host.Console.MarkupLineInterpolated($"{Word(entry.Outcome)}: {Shown.Text(why.Length > 0 ? $"{name} ({why})" : name)}");
    }

    /// <returns>Whether every entry is in the archive.</returns>
    public bool End()
    {
        if (json)
        {
            host.Out.WriteLine(ExecutionJson.Text(new JsonObject { ["entries"] = _there + _written + _failed, ["there"] = _there, ["written"] = _written, ["failed"] = _failed, ["unread"] = _unread }));
        }
        else
        {
            host.Console.MarkupLineInterpolated($"{_there + _written + _failed} audit entries: {_there} there already, {_written} written, {_failed} failed.");
        }

        return _failed == 0;
    }

    private static string Word(ArchiveOutcome outcome) => outcome == ArchiveOutcome.There ? "there already" : $"{outcome}".ToLowerInvariant();

    private static JsonObject Node(ArchivedEntry entry) => new()
    {
        ["entry"] = $"{entry.Saved.Partition} {entry.Saved.Sort}",
        ["savedAt"] = entry.Saved.At,
        ["key"] = entry.Object?.Key,
        ["outcome"] = $"{entry.Outcome}".ToLowerInvariant(),
        ["because"] = entry.Because,
        ["unread"] = entry.Object?.Unread?.Message,
    };
}
