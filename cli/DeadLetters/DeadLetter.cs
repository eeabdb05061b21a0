using System.Globalization;
using Amazon.SQS.Model;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Cli.DeadLetters;

/// <summary>One message of a dead-letter queue.</summary>
public sealed record DeadLetter(DeadLetterQueue Queue, Message Message)
{
    public string Id => Message.MessageId;

    public string Body => Message.Body ?? "";

    /// <summary>Why it is here, as the engine or EventBridge wrote it; null where the queue itself moved it.</summary>
    public string? Reason =>
        Attribute("Reason") ?? (Attribute("ERROR_MESSAGE") is { } message ? $"{Attribute("ERROR_CODE")}: {message}" : null);

    public DateTimeOffset? SentAt =>
        long.TryParse(Message.Attributes?.GetValueOrDefault("SentTimestamp"), CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>The first finding in it; null when it can't be read as one.</summary>
    public Finding? Finding => FindingReader.Read(Body) is SourceResult.Parsed { Findings: [var first, ..] } ? first : null;

    private string? Attribute(string name) => Message.MessageAttributes?.GetValueOrDefault(name)?.StringValue;
}
