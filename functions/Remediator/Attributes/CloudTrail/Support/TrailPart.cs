using System.Text.Json.Nodes;
using Amazon.CloudTrail.Model;
using Remediator.Execution;

namespace Remediator.Attributes;

/// <summary>One setting of a trail: how CloudTrail's API gives and takes it, and what its events call it.</summary>
/// <param name="Name">In values.</param>
/// <param name="Label">For people.</param>
/// <param name="Request">In the parameters of a recorded call.</param>
/// <param name="Response">In the answer of a recorded call.</param>
/// <param name="Get">Null for none; a flag is <c>true</c> or <c>false</c>.</param>
/// <param name="Set">Null for none.</param>
internal sealed record TrailPart(string Name, string Label, string Request, string Response, bool IsFlag, Func<Trail, string?> Get, Action<UpdateTrailRequest, string?> Set)
{
    public static TrailPart Flag(string name, string label, string request, string response, Func<Trail, bool?> get, Action<UpdateTrailRequest, bool> set) => new(
        name, label, request, response, true,
        t => get(t) is { } on ? Of(on) : throw new RemediationException($"CloudTrail does not say whether the trail {t.Name} has {label}"),
        (r, value) => set(r, value == Of(true)));

    /// <summary>CloudTrail leaves a text out that is not set, and takes an empty one for none.</summary>
    public static TrailPart Text(string name, string label, string request, string response, Func<Trail, string?> get, Action<UpdateTrailRequest, string> set) => new(
        name, label, request, response, false,
        t => get(t) is { Length: > 0 } text ? text : null,
        (r, value) => set(r, value ?? ""));

    public static string Of(bool on) => on ? "true" : "false";

    public JsonNode? Node(string? value) => value is null ? null : IsFlag ? JsonValue.Create(value == Of(true)) : JsonValue.Create(value);

    /// <summary>The part of a value; null for none.</summary>
    public string? In(JsonNode value) => value[Name] is not { } node ? null : IsFlag ? Of(node.GetValue<bool>()) : node.GetValue<string>();

    /// <summary>CloudTrail keeps the ARN, whatever a call named.</summary>
    public bool IsKeptAsArn => Request is "kmsKeyId" or "snsTopicName";

    public string Describe(string? value) => $"{Label}: {(IsFlag ? value == Of(true) ? "on" : "off" : value ?? "none")}";
}
