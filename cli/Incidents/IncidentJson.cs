using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Cli.Output;
using Remediator.Execution.Ledgers;

namespace Remediator.Cli.Incidents;

/// <summary>An incident as one JSON document: the audit entries as the ledger has them, and the raw findings.</summary>
public static class IncidentJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(Incident incident)
    {
        var node = new JsonObject
        {
            ["incident"] = incident.Asked,
            ["unmatched"] = incident.Unmatched is { } u
                ? new JsonObject { ["id"] = u.Id, ["source"] = u.Source, ["type"] = u.Type, ["outcome"] = u.Outcome, ["reason"] = u.Reason, ["at"] = $"{u.At:O}" }
                : null,
            ["executions"] = new JsonArray([.. incident.Executions.Select(Node)]),
        };
        return string.Concat(node.ToJsonString(Options).Split('\n').Select(line => Shown.Json(line) + "\n"));
    }

    private static JsonObject Node(IncidentExecution execution)
    {
        var node = ExecutionJson.Node(execution.Record);
        node["rawFinding"] = Raw(execution.Record.Finding.Raw);
        node["audit"] = new JsonArray([.. execution.Audit.Select(a => JsonNode.Parse(RecordJson.Write(a)))]);
        node["receipts"] = new JsonArray([.. execution.Receipts.Select(r => new JsonObject
        {
            ["entry"] = r.EntryId,
            ["channel"] = r.Channel,
            ["at"] = $"{r.At:O}",
            ["reference"] = r.Reference,
            ["skipped"] = r.IsSkipped,
        })]);
        node["undelivered"] = new JsonArray([.. execution.Undelivered.Select(u => new JsonObject
        {
            ["entry"] = u.EntryId,
            ["kind"] = $"{u.Kind}",
            ["channel"] = u.Channel,
            ["since"] = $"{u.Since:O}",
        })]);
        return node;
    }

    private static JsonNode? Raw(string raw)
    {
        try
        {
            return JsonNode.Parse(raw);
        }
        catch (JsonException)
        {
            return raw;
        }
    }
}
