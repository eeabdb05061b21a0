namespace Remediator.Notifications;

/// <summary>Where a bot's message goes.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="Thread">The message to reply to; null for a message of its own.</param>
public sealed record SlackPlace(string Channel, string? Thread)
{
    /// <summary>Replies that need people are shown in the channel as well: nobody is called by a reply in a thread that he does not follow.</summary>
    public static bool IsForEverybody(NoticeKind kind) =>
        kind is NoticeKind.Failed or NoticeKind.ApprovalNeeded or NoticeKind.ApprovalHeld or NoticeKind.ApprovalLapsed or NoticeKind.BudgetUsedUp or NoticeKind.UndoneOutside or NoticeKind.ReleaseDrifted or NoticeKind.NotReleased;
}
