using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Inline policy documents as attribute values, and the words for IAM's refusals to store them.</summary>
internal static class InlinePolicy
{
    /// <summary>A document of one statement that denies everything, under a condition where one is given.</summary>
    public static AttributeValue DenyAll(string sid, JsonObject? condition = null)
    {
        var statement = new JsonObject { ["Sid"] = sid, ["Effect"] = "Deny", ["Action"] = "*", ["Resource"] = "*" };
        if (condition is not null)
        {
            statement["Condition"] = condition;
        }

        return AttributeValue.Of(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) });
    }

    /// <summary>IAM answers with the document percent-encoded (RFC 3986).</summary>
    public static AttributeValue Parse(string encoded) => OfText(Uri.UnescapeDataString(encoded));

    /// <summary>A document as other services answer with it.</summary>
    /// <remarks>A document that a parser refuses (a duplicate key, say) is kept as its text, so that an undo can still put it back.</remarks>
    public static AttributeValue OfText(string text)
    {
        try
        {
            return AttributeValue.Of(JsonNode.Parse(text));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return AttributeValue.Of(text);
        }
    }

    /// <summary>The text for IAM to store.</summary>
    public static string Text(AttributeValue value) => value.Json is ['"', ..] ? value.ToString() : value.Json!;

    public static bool NeedsWords(AmazonServiceException e) => e.ErrorCode is "LimitExceeded" or "UnmodifiableEntity" or "ConcurrentModification";

    /// <summary>The same failure with a message that says what to do.</summary>
    /// <param name="holder">"user alice", "role web".</param>
    /// <param name="quota">IAM's limit for all inline policies of the holder together, in characters without white space.</param>
    public static AmazonServiceException Explain(AmazonServiceException e, string holder, int quota) =>
        new(
            e.ErrorCode switch
            {
                "LimitExceeded" => $"the inline policies of {holder} would exceed IAM's {quota} characters: remove one that is not needed, or attach the AWS managed policy AWSDenyAll by hand ({e.Message})",
                "UnmodifiableEntity" => $"IAM does not let anybody but its owning service change {holder} ({e.Message})",
                _ => $"somebody else is changing {holder} at this moment; the next delivery tries again ({e.Message})",
            },
            e,
            e.ErrorType,
            e.ErrorCode,
            e.RequestId,
            e.StatusCode);
}
