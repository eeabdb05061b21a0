using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One statement of a policy by its Sid, put in and taken out without touching the others.</summary>
internal static class PolicyStatements
{
    /// <summary>The statement; absent when the policy has none of that Sid.</summary>
    public static AttributeValue Find(AttributeValue policy, string sid) =>
        Of(policy).FirstOrDefault(s => IsNamed(s, sid)) is { } found ? AttributeValue.Of(found.DeepClone()) : AttributeValue.Absent;

    /// <summary>The policy with the statement as wanted; absent when no statement is left.</summary>
    /// <exception cref="RemediationException">The policy is not one that can be changed without losing some of it.</exception>
    public static AttributeValue With(AttributeValue policy, string sid, AttributeValue statement)
    {
        var document = policy.IsAbsent ? new JsonObject { ["Version"] = "2012-10-17" }
            : policy.ToNode() as JsonObject ?? throw new RemediationException("the policy that is there is not readable JSON: it is not touched");
        var others = Of(policy).Where(s => !IsNamed(s, sid)).Select(s => s?.DeepClone());
        JsonNode?[] all = statement.IsAbsent ? [.. others] : [.. others, statement.ToNode()];
        document["Statement"] = new JsonArray(all);
        return all.Length == 0 ? AttributeValue.Absent : AttributeValue.Of(document);
    }

    private static IEnumerable<JsonNode?> Of(AttributeValue policy) => (policy.ToNode() as JsonObject)?["Statement"] switch
    {
        JsonArray many => many,
        JsonObject one => new JsonNode?[] { one },
        _ => [],
    };

    private static bool IsNamed(JsonNode? statement, string sid) => (statement as JsonObject)?["Sid"]?.ToString() == sid;
}
