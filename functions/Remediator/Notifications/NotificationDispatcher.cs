using System.Collections.Immutable;
using Remediator.Approvals;
using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Sends an entry to every channel that has no receipt yet; a dead channel holds up no other.</summary>
/// <param name="offers">Makes the buttons and links of requests; null where people decide on the command line alone.</param>
public sealed class NotificationDispatcher(IReadOnlyList<INoticeChannel> channels, IOutbox outbox, NoticeRenderer renderer, TimeProvider time, DecisionOffers? offers = null)
{
    /// <exception cref="Amazon.Runtime.AmazonClientException">The receipts could not be read: nothing was sent.</exception>
    public async Task<DispatchReport> DispatchAsync(OutboxEntry entry, CancellationToken cancel)
    {
        var receipts = await outbox.ListReceiptsAsync(entry, cancel).ConfigureAwait(false);
        var waiting = entry.Channels.Distinct(StringComparer.Ordinal).Where(c => receipts.All(r => r.Channel != c)).ToList();
        if (waiting.Count == 0)
        {
            return new DispatchReport(entry.Id, []);
        }

        var rendered = renderer.Render(entry);
        var notice = offers is null ? rendered : await offers.WithAsync(rendered, entry, cancel).ConfigureAwait(false);
        var outcomes = await Task.WhenAll(waiting.Select(async name => new ChannelOutcome(name, await DeliverAsync(entry, notice, name, cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        return new DispatchReport(entry.Id, [.. outcomes]);
    }

    private async Task<DeliveryResult> DeliverAsync(OutboxEntry entry, Notice notice, string name, CancellationToken cancel)
    {
        if (channels.FirstOrDefault(c => c.Name == name) is not { } channel)
        {
            return new DeliveryResult.Failed(FailureKind.Permanent, $"no channel '{SafeText.Line(name, 40)}' is set up here; set it up, or take it off the playbook's notify list");
        }

        var result = await SafeSendAsync(channel, notice, cancel).ConfigureAwait(false);
        return result is DeliveryResult.Delivered delivered ? await RecordAsync(entry, name, delivered, cancel).ConfigureAwait(false) : result;
    }

    /// <summary>A defect in one channel is that channel's failure; its message is not repeated, since it may hold the channel's secret.</summary>
    private static async Task<DeliveryResult> SafeSendAsync(INoticeChannel channel, Notice notice, CancellationToken cancel)
    {
        try
        {
            return await channel.SendAsync(notice, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return new DeliveryResult.Failed(FailureKind.Temporary, $"{channel.Name} broke with {e.GetType().Name}");
        }
    }

    private async Task<DeliveryResult> RecordAsync(OutboxEntry entry, string name, DeliveryResult.Delivered delivered, CancellationToken cancel)
    {
        try
        {
            await outbox.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, name, time.GetUtcNow(), delivered.Reference), cancel).ConfigureAwait(false);
            return delivered;
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new DeliveryResult.Failed(FailureKind.Temporary, $"{name} took the message, but its receipt could not be recorded: {AwsFailure.Describe(e)}");
        }
    }
}

/// <summary>What became of one entry on each channel that was still waiting.</summary>
public sealed record DispatchReport(string EntryId, ImmutableArray<ChannelOutcome> Outcomes)
{
    /// <summary>Whatever is here was told to nobody: the caller must fail, so that the entry is delivered again or kept for people.</summary>
    public IEnumerable<ChannelOutcome> Failures => Outcomes.Where(o => o.Result is DeliveryResult.Failed);

    /// <summary>All failures in one line for a log, or null.</summary>
    public string? Problem => Failures.Any()
        ? string.Join("; ", Failures.Select(f => $"{f.Channel}: {((DeliveryResult.Failed)f.Result).Reason}"))
        : null;
}

/// <summary>One channel's share.</summary>
public sealed record ChannelOutcome(string Channel, DeliveryResult Result);
