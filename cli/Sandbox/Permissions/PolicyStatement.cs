using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Permissions;

/// <summary>One statement of an IAM policy, taken apart once: it is asked at every call.</summary>
/// <remarks>A condition operator that isn't known here never holds: an allow is then refused, which a test notices.</remarks>
internal sealed class PolicyStatement(JsonObject json)
{
    private readonly string[]? _actions = Values(json["Action"]);
    private readonly string[]? _notActions = Values(json["NotAction"]);
    private readonly string[]? _resources = Values(json["Resource"]);
    private readonly string[]? _notResources = Values(json["NotResource"]);
    private readonly (string Operator, string Key, string[] Wanted)[] _conditions =
        [.. (json["Condition"] as JsonObject ?? []).SelectMany(c => c.Value!.AsObject().Select(k => (c.Key, k.Key, Values(k.Value) ?? [])))];

    public bool Denies { get; } = (string?)json["Effect"] == "Deny";

    public static IReadOnlyList<PolicyStatement> Parse(string policy) =>
        JsonNode.Parse(policy)!["Statement"] switch
        {
            JsonArray many => [.. many.Select(s => new PolicyStatement(s!.AsObject()))],
            JsonObject one => [new PolicyStatement(one)],
            _ => [],
        };

    public bool Matches(string action, string resource, IReadOnlyDictionary<string, string> context) =>
        Holds(_actions, _notActions, action, ignoreCase: true)
        && Holds(_resources, _notResources, resource, ignoreCase: false)
        && Array.TrueForAll(_conditions, c => ConditionHolds(c.Operator, c.Key, c.Wanted, context));

    private static bool Holds(string[]? any, string[]? none, string value, bool ignoreCase) =>
        any is not null ? Array.Exists(any, v => Wildcards.Match(v, value, ignoreCase))
        : none is not null && !Array.Exists(none, v => Wildcards.Match(v, value, ignoreCase));

    private static bool ConditionHolds(string name, string key, string[] wanted, IReadOnlyDictionary<string, string> context)
    {
        var ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        var operation = (ifExists ? name[..^"IfExists".Length] : name).Replace("ForAllValues:", "", StringComparison.Ordinal).Replace("ForAnyValue:", "", StringComparison.Ordinal);
        if (!context.TryGetValue(key, out var actual))
        {
            return ifExists || operation.StartsWith("StringNot", StringComparison.Ordinal) || (operation == "Null" && wanted is ["true"]);
        }

        return operation switch
        {
            "StringEquals" => wanted.Contains(actual),
            "StringEqualsIgnoreCase" or "Bool" => wanted.Contains(actual, StringComparer.OrdinalIgnoreCase),
            "StringNotEquals" => !wanted.Contains(actual),
            "StringLike" or "ArnLike" or "ArnEquals" => wanted.Any(w => Wildcards.Match(w, actual)),
            "StringNotLike" or "ArnNotLike" => !wanted.Any(w => Wildcards.Match(w, actual)),
            "DateLessThan" => wanted.Any(w => Time(actual) < Time(w)),
            "DateLessThanEquals" => wanted.Any(w => Time(actual) <= Time(w)),
            "DateGreaterThan" => wanted.Any(w => Time(actual) > Time(w)),
            "DateGreaterThanEquals" => wanted.Any(w => Time(actual) >= Time(w)),
            "Null" => wanted is ["false"],
            _ => false,
        };
    }

    /// <summary>Null where the policy has no such element.</summary>
    private static string[]? Values(JsonNode? node) => node is JsonArray many ? [.. many.Select(v => v!.ToString())] : node is null ? null : [node.ToString()];

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
