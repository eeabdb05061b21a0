using System.Text.Json;
using Remediator.Attributes;
using Remediator.FindingSources.Json;
using Remediator.Planning;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>Whether a policy, an ACL or a permission opens a resource to everybody.</summary>
internal static class PublicGrants
{
    private const int LongestPolicy = 256 * 1024;

    private static readonly string[] Headers = ["x-amz-grant-read", "x-amz-grant-write", "x-amz-grant-full-control", "x-amz-grant-read-acp", "x-amz-grant-write-acp"];
    private static readonly string[] Everybody = ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

    /// <summary>A statement that allows everybody something, with no condition; CloudTrail shows S3's as an object and IAM's as a string.</summary>
    public static bool InPolicy(JsonElement policy)
    {
        if (policy.IsObject())
            return policy.Field("Statement").Items().Any(IsPublic);
        if (policy.Text() is not { Length: <= LongestPolicy } text)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Field("Statement").Items().Any(IsPublic);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>As S3 judges its policies: a condition that anybody can meet (on the user agent, say) restricts nobody.</summary>
    public static bool InBucketPolicy(JsonElement policy)
    {
        try
        {
            return InPolicy(policy) || (policy.IsObject() && PublicStatements.In(AttributeValue.Parse(policy.GetRawText())).Count > 0);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return InPolicy(policy);
        }
    }

    /// <summary>A canned ACL, a grant header or a grant in the body.</summary>
    public static bool InAcl(JsonElement request) =>
        Texts(request.Field("x-amz-acl")).Any(a => a is "public-read" or "public-read-write" or "authenticated-read")
        || Headers.SelectMany(h => Texts(request.Field(h))).Any(h => Everybody.Any(e => h.Contains(e, StringComparison.Ordinal)))
        || request.Field("AccessControlPolicy").Field("AccessControlList").Field("Grant").Items().Any(g => Everybody.Contains(g.Field("Grantee").Text("URI"), StringComparer.Ordinal));

    /// <summary>CloudTrail shows a header as a string or as a list of them.</summary>
    private static IEnumerable<string> Texts(JsonElement header) => header.Items().Append(header).Select(h => h.Text()).OfType<string>();

    private static bool IsPublic(JsonElement statement) =>
        string.Equals(statement.Text("Effect"), "Allow", StringComparison.Ordinal)
        && (!statement.Field("Condition").IsObject() || !statement.Field("Condition").EnumerateObject().Any())
        && IsEverybody(statement.Field("Principal"));

    private static bool IsEverybody(JsonElement principal) => principal.ValueKind switch
    {
        JsonValueKind.String => principal.Text() == "*",
        JsonValueKind.Object => IsEverybody(principal.Field("AWS")),
        JsonValueKind.Array => principal.EnumerateArray().Any(IsEverybody),
        _ => false,
    };
}
