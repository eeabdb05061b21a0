using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Scheduling;

namespace Remediator.Approvals;

/// <summary>Makes the buttons and links of a request.</summary>
/// <param name="key">Key of the links; null where the deployment takes no decisions by email.</param>
/// <param name="address">Address of the function that takes decisions.</param>
/// <param name="buttons">Whether Slack's app sends pressed buttons there.</param>
public sealed class DecisionOffers(ISecretSource? key, string? address, bool buttons)
{
    /// <returns>The notice with what can be done from within it.</returns>
    public async Task<Notice> WithAsync(Notice notice, OutboxEntry entry, CancellationToken cancel) => notice with
    {
        Decision = await ForAsync(entry, cancel).ConfigureAwait(false),
        ExtendButton = buttons && entry.Kind == NoticeKind.ReleaseSoon ? ExtendButton.Value(entry.Record) : null,
    };

    /// <returns>Null where people decide on the command line alone.</returns>
    public async Task<NoticeDecision?> ForAsync(OutboxEntry entry, CancellationToken cancel)
    {
        if (entry is not { Kind: NoticeKind.ApprovalNeeded, Record.Approval: { IsPending: true } approval })
        {
            return null;
        }

        var (approve, reject) = key is not null && address is not null ? await LinksAsync(key, address, entry.Record, approval, cancel).ConfigureAwait(false) : (null, null);
        var value = buttons ? DecisionButton.Value(entry.Record.Id, approval) : null;
        return value is null && approve is null ? null : new NoticeDecision(value, approve, reject);
    }

    /// <summary>Without its links a request still is a request: a broken key must not keep it from people.</summary>
    private static async Task<(string? Approve, string? Reject)> LinksAsync(ISecretSource key, string address, ExecutionRecord record, Approval approval, CancellationToken cancel)
    {
        try
        {
            var secret = await key.GetAsync(cancel).ConfigureAwait(false);
            string Link(DecisionKind kind) => $"{address.TrimEnd('/')}{LinkDesk.Path}?{LinkDesk.TokenField}={DecisionToken.For(record, approval, kind).Sign(secret)}";
            return (Link(DecisionKind.Approve), Link(DecisionKind.Reject));
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || e is ArgumentException)
        {
            return (null, null);
        }
    }
}
