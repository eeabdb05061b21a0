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
        var waiting = await WaitingAsync(entry, cancel).ConfigureAwait(false);
        if (waiting.Count == 0)
        {
            return new DispatchReport(entry.Id, []);
        }

        var notice = await NoticeAsync(entry, cancel).ConfigureAwait(false);
        var outcomes = await Task.WhenAll(waiting.Select(async name => new ChannelOutcome(name, await DeliverAsync(entry, notice, name, cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        return new DispatchReport(entry.Id, [.. outcomes]);
    }

    /// <summary>The channels that have no receipt of the entry.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync(OutboxEntry entry, CancellationToken cancel)
    {
        var receipts = await outbox.ListReceiptsAsync(entry, cancel).ConfigureAwait(false);
        return [.. entry.Channels.Distinct(StringComparer.Ordinal).Where(c => receipts.All(r => r.Channel != c))];
    }

    /// <summary>Sends an entry to one channel that is known to have no receipt of it.</summary>
    public async Task<DeliveryResult> SendAsync(OutboxEntry entry, string channel, CancellationToken cancel) =>
        await DeliverAsync(entry, await NoticeAsync(entry, cancel).ConfigureAwait(false), channel, cancel).ConfigureAwait(false);

    /// <summary>Names entries that one channel has no receipt of in one message, which is the receipt of each.</summary>
    public async Task<DeliveryResult> SendDigestAsync(IReadOnlyList<OutboxEntry> entries, string channel, CancellationToken cancel)
    {
        var digest = LateNews.Digest([.. entries.Select(e => (e, renderer.Render(e)))], renderer.Command("remediator incident show"));
        var result = await SendAsync(channel, c => c.SendAsync(digest, cancel), cancel).ConfigureAwait(false);
        var failed = new List<DeliveryResult>();
        foreach (var entry in result is DeliveryResult.Delivered ? entries : [])
        {
            if (await RecordAsync(entry, channel, (DeliveryResult.Delivered)result, cancel).ConfigureAwait(false) is DeliveryResult.Failed unrecorded)
            {
                failed.Add(unrecorded);
            }
        }

        return failed.Count > 0 ? failed[0] : result;
    }

    /// <summary>Tells the other channels, once, that one is dead: the first message that it does not take stands for all.</summary>
    /// <param name="alive">The names of the others.</param>
    public async Task TellDeadAsync(string dead, OutboxEntry first, string why, IEnumerable<string> alive, CancellationToken cancel)
    {
        var notice = LateNews.Dead(dead, first, why);
        var once = first with { Id = $"{first.Id}-dead-{dead}", Channels = [.. alive] };
        foreach (var name in await WaitingAsync(once, cancel).ConfigureAwait(false))
        {
            if (await SendAsync(name, c => c.SendAsync(notice, cancel), cancel).ConfigureAwait(false) is DeliveryResult.Delivered delivered)
            {
                await RecordAsync(once, name, delivered, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What is set up here.</summary>
    public IEnumerable<string> Channels => channels.Select(c => c.Name);

    private async Task<Notice> NoticeAsync(OutboxEntry entry, CancellationToken cancel)
    {
        var rendered = LateNews.Mark(renderer.Render(entry), entry, time.GetUtcNow());
        return offers is null ? rendered : await offers.WithAsync(rendered, entry, cancel).ConfigureAwait(false);
    }

    private async Task<DeliveryResult> DeliverAsync(OutboxEntry entry, Notice notice, string name, CancellationToken cancel)
    {
        var result = await SendAsync(name, c => c.SendAsync(notice, cancel), cancel).ConfigureAwait(false);
        return result is DeliveryResult.Delivered delivered ? await RecordAsync(entry, name, delivered, cancel).ConfigureAwait(false) : result;
    }

    /// <summary>A defect in one channel is that channel's failure; its message is not repeated, since it may hold the channel's secret.</summary>
    private async Task<DeliveryResult> SendAsync(string name, Func<INoticeChannel, Task<DeliveryResult>> send, CancellationToken cancel)
    {
        if (channels.FirstOrDefault(c => c.Name == name) is not { } channel)
        {
            return new DeliveryResult.Failed(FailureKind.Permanent, $"no channel '{SafeText.Line(name, 40)}' is set up here; set it up, or take it off the playbook's notify list");
        }

        try
        {
            return await send(channel).ConfigureAwait(false);
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
            return new DeliveryResult.Failed(FailureKind.Temporary, $"{name} took the message, but its receipt could not be recorded: {AwsFailure.Describe(e)}") { WasTaken = true };
        }
    }
}

/// <summary>What became of one entry on each channel that was still waiting.</summary>
public sealed record DispatchReport(string EntryId, ImmutableArray<ChannelOutcome> Outcomes)
{
    /// <summary>Whatever is here was told to nobody: the outbox holds it, and it is sent again.</summary>
    public IEnumerable<ChannelOutcome> Failures => Outcomes.Where(o => o.Result is DeliveryResult.Failed);

    /// <summary>All failures in one line for a log, or null.</summary>
    public string? Problem => Failures.Any()
        ? string.Join("; ", Failures.Select(f => $"{f.Channel}: {((DeliveryResult.Failed)f.Result).Reason}"))
        : null;
}

/// <summary>One channel's share.</summary>
public sealed record ChannelOutcome(string Channel, DeliveryResult Result);
