using Remediator.Notifications;

namespace Remediator.Cli.Incidents;

/// <summary>News that people should have got by a channel and have not: no receipt says so.</summary>
/// <param name="EntryId">The outbox entry.</param>
/// <param name="Since">When it was to be told.</param>
public sealed record UndeliveredNews(string EntryId, NoticeKind Kind, string Channel, DateTimeOffset Since);
