using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Opens what findings travel in: lists, answers of the services' APIs, SQS and SNS messages.</summary>
internal static class Unwrapper
{
    /// <summary>EventBridge to SNS to SQS to a saved answer are four; more is a mistake or an attack.</summary>
    public const int DeepestNesting = 6;

    // GetFindings and ListFindings, GetComplianceDetails, an SQS event and an answer of ReceiveMessage.
    private static readonly string[] Lists = ["findings", "evaluationResults", "records", "messages"];

    // An SQS message, one within a record of an SNS event, and an SNS envelope.
    private static readonly string[] Wrappers = ["body", "sns", "message"];

    /// <summary>What is inside, or null when this wraps nothing.</summary>
    public static SourceResult? TryRead(JsonElement document, int nesting)
    {
        if (document.ValueKind == JsonValueKind.Array)
            return nesting == 0 ? TooDeep() : ReadList(document, nesting);
        foreach (var list in Lists)
        {
            if (document.Field(list) is { ValueKind: JsonValueKind.Array } entries)
                return nesting == 0 ? TooDeep() : ReadList(entries, nesting);
        }

        foreach (var wrapper in Wrappers)
        {
            var inner = document.Field(wrapper);
            if (inner.IsObject() || LooksLikeJson(inner.Text()))
                return nesting == 0 ? TooDeep() : ReadInner(inner, wrapper, nesting - 1);
        }

        return null;
    }

    private static bool LooksLikeJson(string? text) => text is not null && text.AsSpan().TrimStart() is ['{' or '[', ..];

    private static SourceResult ReadInner(JsonElement inner, string wrapper, int nesting) =>
        inner.IsObject() ? FindingReader.ReadElement(inner, nesting) : FindingReader.ReadText(inner.Text()!, $"the {wrapper} of the message", nesting);

    private static SourceResult ReadList(JsonElement entries, int nesting) =>
        ResultList.Join(entries.EnumerateArray().Select(entry => FindingReader.ReadElement(entry, nesting - 1)));

    private static SourceResult.Rejected TooDeep() => new($"the document wraps lists or messages more than {DeepestNesting} levels deep");
}
