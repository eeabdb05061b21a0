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

    /// <summary>The groups of an ACL that anybody is in.</summary>
    internal static string[] Everybody { get; } = ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

    /// <summary>
    /// As S3 judges its policies: a condition that anybody can meet (on the user agent, an external id) restricts nobody. CloudTrail
    /// shows S3's as an object and the others as a string.
    /// </summary>
    public static bool InPolicy(JsonElement policy)
    {
        var text = policy.IsObject() ? policy.GetRawText() : policy.Text();
        if (text is not { Length: > 0 and <= LongestPolicy })
            return false;
        try
        {
            return PublicStatements.In(AttributeValue.Parse(text)).Count > 0;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A canned ACL, a grant header or a grant in the body.</summary>
    public static bool InAcl(JsonElement request) =>
        Texts(request.Field("x-amz-acl")).Any(a => a is "public-read" or "public-read-write" or "authenticated-read")
        || Headers.SelectMany(h => Texts(request.Field(h))).Any(h => Everybody.Any(e => h.Contains(e, StringComparison.Ordinal)))
        || request.Field("AccessControlPolicy").Field("AccessControlList").Field("Grant").Items().Any(g => Everybody.Contains(g.Field("Grantee").Text("URI"), StringComparer.Ordinal));

    /// <summary>CloudTrail shows a header as a string or as a list of them.</summary>
    private static IEnumerable<string> Texts(JsonElement header) => header.Items().Append(header).Select(h => h.Text()).OfType<string>();
}
