using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Notifications;

/// <summary>Something that people must be told, written with the state that it tells of.</summary>
/// <param name="Id">Unique and stable for this state of this execution, so that a retry makes no second message.</param>
/// <param name="Kind">What kind of news.</param>
/// <param name="Channels">Where it goes: <c>slack</c>, <c>email</c>.</param>
/// <param name="Record">The execution as it was when the news arose; messages are rendered from it at delivery.</param>
[JsonConverter(typeof(OutboxEntryConverter))]
public sealed record OutboxEntry(string Id, NoticeKind Kind, ImmutableArray<string> Channels, ExecutionRecord Record);

/// <summary>The kinds of news.</summary>
public enum NoticeKind
{
    /// <summary>Observe mode: this would have been done.</summary>
    WouldRespond,

    /// <summary>Nothing automatic is right: people are told, and why.</summary>
    Reported,

    /// <summary>Done and read back.</summary>
    Contained,

    /// <summary>Not contained, or not provably.</summary>
    Failed,

    /// <summary>Made, and AWS says that it is still bringing it into force: not contained yet.</summary>
    InProgress,

    /// <summary>The safety gate refused.</summary>
    Refused,

    /// <summary>A person has to decide.</summary>
    ApprovalNeeded,

    /// <summary>What was approved can't be applied now.</summary>
    ApprovalHeld,

    /// <summary>What was approved could not be applied for as long as people had to decide, and is not any more.</summary>
    ApprovalLapsed,

    /// <summary>A budget is used up: until its window ends, people are asked.</summary>
    BudgetUsedUp,

    /// <summary>Somebody undid outside what the response had done.</summary>
    UndoneOutside,

    /// <summary>Put back as it was.</summary>
    Released,

    /// <summary>Could not be put back because somebody else changed it.</summary>
    ReleaseDrifted,

    /// <summary>The containment will end by itself soon.</summary>
    ReleaseSoon,

    /// <summary>The containment ends later than was said, or not by itself.</summary>
    ReleasePostponed,

    /// <summary>Could not be put back because it could not be reached or read: nothing was written, and it stands as before.</summary>
    NotReleased,
}
