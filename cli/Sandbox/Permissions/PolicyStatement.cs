using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.Cli.Sandbox.Permissions;

/// <summary>One statement of an IAM policy.</summary>
/// <remarks>A condition operator that isn't known here never holds: an allow is then refused, which a test notices.</remarks>
internal sealed class PolicyStatement(JsonObject json)
{
    public bool Denies => (string?)json["Effect"] == "Deny";

    public static IEnumerable<PolicyStatement> Parse(string policy) =>
        JsonNode.Parse(policy)!["Statement"] switch
        {
            JsonArray many => many.Select(s => new PolicyStatement(s!.AsObject())),
            JsonObject one => [new PolicyStatement(one)],
            _ => [],
        };

    public bool Matches(string action, string resource, IReadOnlyDictionary<string, string> context) =>
        Holds("Action", "NotAction", action, ignoreCase: true)
        && Holds("Resource", "NotResource", resource, ignoreCase: false)
        && (json["Condition"] is not JsonObject conditions || conditions.All(c => ConditionHolds(c.Key, c.Value!.AsObject(), context)));

    private bool Holds(string positive, string negative, string value, bool ignoreCase) =>
        json[positive] is { } any ? Values(any).Any(v => Like(v, value, ignoreCase))
        : json[negative] is { } none && !Values(none).Any(v => Like(v, value, ignoreCase));

    private static bool ConditionHolds(string name, JsonObject keys, IReadOnlyDictionary<string, string> context)
    {
        var ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        var operation = (ifExists ? name[..^"IfExists".Length] : name).Replace("ForAllValues:", "", StringComparison.Ordinal).Replace("ForAnyValue:", "", StringComparison.Ordinal);
        return keys.All(k =>
        {
            var wanted = Values(k.Value!).ToList();
            if (!context.TryGetValue(k.Key, out var actual))
            {
                return ifExists || operation.StartsWith("StringNot", StringComparison.Ordinal) || (operation == "Null" && wanted is ["true"]);
            }

            return operation switch
            {
                "StringEquals" => wanted.Contains(actual),
                "StringEqualsIgnoreCase" or "Bool" => wanted.Contains(actual, StringComparer.OrdinalIgnoreCase),
                "StringNotEquals" => !wanted.Contains(actual),
                "StringLike" or "ArnLike" or "ArnEquals" => wanted.Any(w => Like(w, actual, ignoreCase: false)),
                "StringNotLike" or "ArnNotLike" => !wanted.Any(w => Like(w, actual, ignoreCase: false)),
                "DateLessThan" => wanted.Any(w => Time(actual) < Time(w)),
                "DateLessThanEquals" => wanted.Any(w => Time(actual) <= Time(w)),
                "DateGreaterThan" => wanted.Any(w => Time(actual) > Time(w)),
                "DateGreaterThanEquals" => wanted.Any(w => Time(actual) >= Time(w)),
                "Null" => wanted is ["false"],
                _ => false,
            };
        });
    }

    private static IEnumerable<string> Values(JsonNode node) => node is JsonArray many ? many.Select(v => v!.ToString()) : [node.ToString()];

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool Like(string pattern, string value, bool ignoreCase) =>
        Regex.IsMatch(
            value,
            "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + "$",
            RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
}
