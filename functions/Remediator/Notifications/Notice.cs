using System.Collections.Immutable;
using Remediator.Findings;

namespace Remediator.Notifications;

/// <summary>One piece of news in words, before any channel gives it a form.</summary>
/// <remarks>
/// <see cref="Headline"/>, <see cref="Reported"/>, the values of <see cref="Facts"/>, <see cref="Changes"/> and the lists hold text from
/// outside, unescaped: every channel makes it harmless in its own way. <see cref="Summary"/>, headings and labels are the engine's own.
/// </remarks>
public sealed record Notice
{
    internal const string FollowUpHeading = "To contain what it left behind";

    internal const string FollowUpText = "Somebody has to judge whose it is. Each command shows its plan; with --enforce it does it:";

    public required NoticeKind Kind { get; init; }

    /// <summary>What happened to what: "Contained: EC2 instance i-0abc".</summary>
    public required string Headline { get; init; }

    /// <summary>What the engine did, in a sentence or two.</summary>
    public required string Summary { get; init; }

    public required Severity Severity { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>What the source says, with the name of the source.</summary>
    public required string Reported { get; init; }

    public required ImmutableArray<NoticeFact> Facts { get; init; }

    /// <summary>The resource in the AWS console; null where the console has no page for it.</summary>
    public required string? Link { get; init; }

    public required string ChangesHeading { get; init; }

    public required ImmutableArray<NoticeChange> Changes { get; init; }

    /// <summary>What was read back from AWS; null where nothing was written.</summary>
    public required string? Verified { get; init; }

    /// <summary>What went wrong or why nothing was done.</summary>
    public required ImmutableArray<string> Reasons { get; init; }

    /// <summary>Contained but for what no step can move.</summary>
    public bool IsInPart { get; init; }

    /// <summary>Contained before, and not looked at again: whether it still stands is not known.</summary>
    public bool MayStand { get; init; }

    /// <summary>What the response does not stop.</summary>
    public required ImmutableArray<string> Survivors { get; init; }

    /// <summary>What the principal made that it could come back by, each with its follow-up, or that nothing was found.</summary>
    public required ImmutableArray<string> LeftBehind { get; init; }

    /// <summary>Commands that show what would contain it: each made of checked names.</summary>
    public ImmutableArray<string> FollowUps { get; init; } = [];

    /// <summary>Steps that did not fit, or could not be planned, and why.</summary>
    public required ImmutableArray<string> NotDone { get; init; }

    public required NextStep? Next { get; init; }

    /// <summary>The command that shows all of it, for a message that has to leave something out.</summary>
    public required string ShowAll { get; init; }

    /// <summary>What other messages it belongs together with.</summary>
    public required NoticeIncident Incident { get; init; }

    /// <summary>The ways to decide that the message itself offers; null where there are none.</summary>
    public NoticeDecision? Decision { get; init; }

    /// <summary>What the button that extends a containment carries in Slack; null where there is none.</summary>
    public string? ExtendButton { get; init; }
}

/// <summary>How a reader can decide from the message.</summary>
/// <param name="Button">What Slack's buttons carry; null where the deployment takes none.</param>
/// <param name="ApproveLink">A signed address; null where the deployment takes no decisions by email.</param>
public sealed record NoticeDecision(string? Button, string? ApproveLink, string? RejectLink);

/// <summary>A label and its value.</summary>
public sealed record NoticeFact(string Label, string Value);

/// <summary>One change in words.</summary>
/// <param name="What">The attribute and the resource.</param>
/// <param name="Status">How far it came.</param>
public sealed record NoticeChange(string What, string Before, string After, string Status);

/// <summary>What the reader can do.</summary>
/// <param name="Heading">"To undo".</param>
/// <param name="Text">What the command does.</param>
/// <param name="Command">To be run as it stands.</param>
public sealed record NextStep(string Heading, string Text, string Command);
