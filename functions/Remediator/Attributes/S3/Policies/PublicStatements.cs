using System.Text.Json.Nodes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Which statements of a resource policy let everybody in, and the policy without them.</summary>
/// <remarks>
/// A statement counts as public when it allows every principal and no condition holds it to fixed values of one of the keys that
/// say who or where the caller is. What S3 itself counts as public: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html.
/// A condition that may restrict is taken to do so: a statement that serves somebody is not removed on a guess.
/// </remarks>
public static class PublicStatements
{
    /// <summary>The Sid of each, or its number (the first is #1).</summary>
    public static IReadOnlyList<string> In(AttributeValue policy) =>
        [.. Statements(policy.ToNode()).Select((s, i) => (Statement: s, Name: s["Sid"]?.ToString() is { Length: > 0 } sid ? sid : $"#{i + 1}")).Where(s => IsPublic(s.Statement)).Select(s => s.Name)];

    /// <summary>The policy without them; absent when nothing else is left. Principals that a statement names besides everybody keep it.</summary>
    public static AttributeValue Without(AttributeValue policy)
    {
        if (policy.ToNode() is not JsonObject document)
        {
            return policy;
        }

        var kept = Statements(document).Select(s => IsPublic(s) ? Narrowed(s) : s.DeepClone()).Where(s => s is not null).ToArray();
        document["Statement"] = new JsonArray(kept);
        return kept.Length == 0 ? AttributeValue.Absent : AttributeValue.Of(document);
    }

    private static IEnumerable<JsonObject> Statements(JsonNode? policy) => (policy as JsonObject)?["Statement"] switch
    {
        JsonArray many => many.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    private static bool IsPublic(JsonObject statement) =>
        statement["Effect"]?.ToString() == "Allow" && (statement.ContainsKey("NotPrincipal") || Principals(statement["Principal"]).Contains("*")) && !Restricting.Any(statement["Condition"]);

    private static IEnumerable<string> Principals(JsonNode? principal) => principal switch
    {
        JsonValue all => [all.ToString()],
        JsonObject kinds => Texts(kinds["AWS"]).Concat(Texts(kinds["*"])),
        _ => [],
    };

    /// <summary>The statement for the principals that it names by their ARN or account; null when it names none.</summary>
    private static JsonObject? Narrowed(JsonObject statement)
    {
        if (statement["Principal"] is not JsonObject kinds)
        {
            return null;
        }

        var named = Texts(kinds["AWS"]).Where(p => p != "*").ToList();
        var others = kinds.Where(k => k.Key is not ("AWS" or "*")).ToList();
        if (named.Count == 0 && others.Count == 0)
        {
            return null;
        }

        var principal = new JsonObject(others.Select(o => KeyValuePair.Create(o.Key, o.Value?.DeepClone())));
        if (named.Count > 0)
        {
            principal["AWS"] = new JsonArray([.. named.Select(n => (JsonNode)JsonValue.Create(n)!)]);
        }

        var copy = statement.DeepClone().AsObject();
        copy["Principal"] = principal;
        return copy;
    }

    internal static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray many => many.Select(n => n?.ToString() ?? ""),
        JsonValue one => [one.ToString()],
        _ => [],
    };
}
