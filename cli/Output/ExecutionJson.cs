using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Approvals;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Cli.Output;

/// <summary>An execution as one line of JSON, for machines.</summary>
public static class ExecutionJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ExecutionRecord record) => Text(Node(record));

    public static string Text(JsonObject node) => Shown.Json(node.ToJsonString(Options));

    public static JsonObject Node(ExecutionRecord record) => new()
    {
        ["execution"] = record.Id,
        ["state"] = record.State.ToString(),
        ["playbook"] = record.Key.Playbook,
        ["mode"] = record.Mode.ToString().ToLowerInvariant(),
        ["verdict"] = record.Verdict?.Name,
        ["reason"] = record.Failure ?? record.Verdict?.Because,
        ["corroboration"] = record.Corroboration is { } corroboration ? new JsonObject { ["raised"] = corroboration.IsRaised, ["says"] = corroboration.Says } : null,
        ["finding"] = Finding(record.Finding),
        ["resource"] = new JsonObject { ["kind"] = record.Resource.Kind, ["id"] = record.Resource.Id, ["arn"] = record.Resource.Arn },
        ["steps"] = new JsonArray([.. record.Steps.Select(s => new JsonObject
        {
            ["remediation"] = s.Remediation,
            ["outcome"] = Kebab(s.Outcome.ToString()),
            ["reason"] = s.Reason,
            ["survivors"] = new JsonArray([.. s.Survivors.Select(x => (JsonNode)x)]),
            ["uncontained"] = s.Uncontained,
            ["followUps"] = new JsonArray([.. s.FollowUps.Select(f => new JsonObject { ["step"] = f.Step, ["resource"] = f.Resource, ["command"] = f.Command })]),
        })]),
        ["changes"] = new JsonArray([.. record.Changes.Select(Change)]),
        ["approval"] = Approval(record.Approval),
        ["release"] = record.Release is { } release
            ? new JsonObject
            {
                ["at"] = release.At is { } at ? $"{at:O}" : null,
                ["after"] = DurationConverter.Format(release.After),
                ["warn"] = DurationConverter.Format(release.Warn),
                ["held"] = release.Held,
                ["by"] = release.By,
                ["why"] = release.Why,
            }
            : null,
        ["createdAt"] = $"{record.CreatedAt:O}",
        ["updatedAt"] = $"{record.UpdatedAt:O}",
    };

    private static JsonObject? Approval(Approval? approval) => approval is null ? null : new JsonObject
    {
        ["hash"] = approval.Hash,
        ["status"] = approval switch
        {
            { IsMoot: true } => "moot",
            { Rejection: not null } => "rejected",
            { IsGranted: true } => approval.AppliedAt is null ? "approved" : "applied",
            _ => "pending",
        },
        ["because"] = approval.Because,
        ["askedAt"] = $"{approval.AskedAt:O}",
        ["expiresAt"] = $"{approval.ExpiresAt:O}",
        ["quorum"] = approval.Quorum,
        ["default"] = approval.Default.ToString().ToLowerInvariant(),
        ["differences"] = new JsonArray([.. approval.Differences.Select(d => (JsonNode)d)]),
        ["decisions"] = new JsonArray([.. approval.Decisions.Select(d => new JsonObject
        {
            ["decision"] = d.Kind.ToString().ToLowerInvariant(),
            ["way"] = d.Way.ToString().ToLowerInvariant(),
            ["by"] = d.By,
            ["why"] = d.Why,
            ["at"] = $"{d.At:O}",
        })]),
    };

    public static JsonObject Finding(Finding finding) => new()
    {
        ["id"] = finding.Id,
        ["source"] = finding.Source,
        ["type"] = finding.Type,
        ["severity"] = finding.Severity.Value,
        ["severityLabel"] = finding.Severity.Label.ToString(),
        ["account"] = finding.Account,
        ["region"] = finding.Region,
        ["sample"] = finding.IsSample,
    };

    private static JsonObject Change(ChangeRecord record) => new()
    {
        ["step"] = record.Change.Step,
        ["attribute"] = record.Change.Attribute,
        ["target"] = new JsonObject { ["kind"] = record.Change.Target.Kind, ["id"] = record.Change.Target.Id },
        ["phase"] = record.Change.Phase.ToString().ToLowerInvariant(),
        ["before"] = Value(record.Change.Before),
        ["after"] = Value(record.Change.After),
        ["status"] = record.Status.ToString(),
        ["written"] = Value(record.Written),
        ["readBack"] = Value(record.ReadBack),
        ["irreversible"] = record.Change.Irreversible,
        ["kept"] = record.Change.Keep,
        ["note"] = record.Change.Note,
        ["error"] = record.Error,
    };

    private static JsonNode? Value(AttributeValue? value) => value?.ToNode();

    private static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
