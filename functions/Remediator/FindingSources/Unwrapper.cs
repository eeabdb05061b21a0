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

    private static SourceResult ReadList(JsonElement entries, int nesting)
    {
        var findings = new List<Findings.Finding>();
        var skipped = new List<string>();
        var index = 0;
        foreach (var entry in entries.EnumerateArray())
        {
            index++;
            switch (FindingReader.ReadElement(entry, nesting - 1))
            {
                case SourceResult.Parsed parsed:
                    findings.AddRange(parsed.Findings);
                    skipped.AddRange(parsed.Skipped);
                    break;
                case SourceResult.Rejected rejected:
                    skipped.Add($"entry {index}: {rejected.Reason}");
                    break;
            }
        }

        return findings.Count > 0 ? new SourceResult.Parsed(findings) { Skipped = skipped }
            : skipped.Count == 0 ? new SourceResult.Rejected("an empty list: there is no finding in it")
            : new SourceResult.Rejected(skipped.Count == 1 ? skipped[0] : $"a list of {index} entries, none of which could be read; {skipped[0]}");
    }

    private static SourceResult.Rejected TooDeep() => new($"the document wraps lists or messages more than {DeepestNesting} levels deep");
}
