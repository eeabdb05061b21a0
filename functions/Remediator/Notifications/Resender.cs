using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Sends again what the outbox still holds: nothing is given up, and a channel that lives again is not flooded.</summary>
/// <remarks>
/// A run costs a channel that is dead a few attempts, however many messages wait for it. One that lives gets a few messages each by
/// itself, marked as late, and more than that in digests; what people still have to decide always comes by itself, with its links.
/// </remarks>
public sealed class Resender(NotificationDispatcher dispatcher, IOutbox outbox, TimeProvider clock)
{
    /// <summary>More than so many become a digest; also how often a channel is tried before it counts as dead.</summary>
    public const int Few = 5;

    /// <summary>A channel that has taken nothing for so long is told of on the others.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromHours(1);

    /// <summary>What was not taken by itself for so long may be what the channel refuses: then a line names it.</summary>
    public static readonly TimeSpan Alone = TimeSpan.FromDays(1);

    private const int Page = 1000;

    /// <param name="patience">Nothing that is younger: the stream may still bring it.</param>
    /// <param name="end">Nothing is begun then.</param>
    public async Task<ResendReport> RunAsync(TimeSpan patience, DateTimeOffset end, CancellationToken cancel)
    {
        var run = new Run();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (since, problem) = (default(DateTimeOffset), (string?)null);
        while (clock.GetUtcNow() < end)
        {
            var page = (await outbox.ListPendingAsync(Page, cancel, since).ConfigureAwait(false)).Where(e => seen.Add(e.Id)).ToList();
            if (page.Count == 0)
            {
                break;
            }

            since = page[^1].Record.UpdatedAt;
            problem = await SendAsync([.. page.Where(e => e.Record.UpdatedAt + patience <= clock.GetUtcNow())], run, end, cancel).ConfigureAwait(false) ?? problem;
        }

        await TellAsync(run, cancel).ConfigureAwait(false);
        return new ResendReport(run.Waiting, run.Waiting - run.Untold.Count, problem ?? run.Channels.Values.Select(c => c.Problem).FirstOrDefault(p => p is not null));
    }

    /// <returns>What went wrong before a channel was tried.</returns>
    private async Task<string?> SendAsync(IReadOnlyList<OutboxEntry> entries, Run run, DateTimeOffset end, CancellationToken cancel)
    {
        string? problem = null;
        var waiting = new Dictionary<string, List<OutboxEntry>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            try
            {
                var channels = await dispatcher.WaitingAsync(entry, cancel).ConfigureAwait(false);
                run.Waits(entry, channels.Count);
                foreach (var channel in channels)
                {
                    (waiting.TryGetValue(channel, out var known) ? known : waiting[channel] = []).Add(entry);
                }
            }
            catch (Exception e) when (AwsFailure.IsExpected(e) && !cancel.IsCancellationRequested)
            {
                run.Waits(entry, 1);
                problem = AwsFailure.Describe(e);
            }
        }

        await Task.WhenAll(waiting.Select(w => SendAsync(w.Key, w.Value, run, end, cancel))).ConfigureAwait(false);
        return problem;
    }

    private async Task SendAsync(string name, List<OutboxEntry> entries, Run run, DateTimeOffset end, CancellationToken cancel)
    {
        var channel = run.Channel(name);
        channel.First ??= entries[0];
        var alone = entries.Where(e => (entries.Count <= Few && clock.GetUtcNow() < e.Record.UpdatedAt + Alone) || IsAsked(e)).ToList();
        foreach (var batch in alone.Select(e => new[] { e }).Concat(entries.Except(alone).Chunk(Bulletin.MostItems)))
        {
            if (channel.IsDead || clock.GetUtcNow() >= end)
            {
                channel.Problem ??= $"{name}: not tried any more in this run";
                return;
            }

            try
            {
                var isDigest = !alone.Contains(batch[0]);
                var result = isDigest ? await dispatcher.SendDigestAsync(batch, name, cancel).ConfigureAwait(false) : await dispatcher.SendAsync(batch[0], name, cancel).ConfigureAwait(false);
                if (result is DeliveryResult.Failed failed)
                {
                    channel.Fails(failed.Reason, isDigest);
                    channel.TakesSome |= failed.WasTaken;
                }
                else
                {
                    channel.Lives = true;
                    run.Told(batch);
                }
            }
            catch (Exception e) when (AwsFailure.IsExpected(e) && !cancel.IsCancellationRequested)
            {
                channel.Fails(AwsFailure.Describe(e), false);
            }
        }
    }

    /// <summary>People still have to decide: the message has what they decide with.</summary>
    private bool IsAsked(OutboxEntry entry) =>
        entry is { Kind: NoticeKind.ApprovalNeeded, Record.Approval: { IsPending: true } asked } && clock.GetUtcNow() < asked.ExpiresAt;

    private async Task TellAsync(Run run, CancellationToken cancel)
    {
        var dead = run.Channels.Where(c => c.Value is { Lives: false, TakesSome: false, Problem: not null }).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var name in dead)
        {
            var (first, why) = (run.Channels[name].First!, run.Channels[name].Problem!);
            if (first.Record.UpdatedAt + DeadAfter <= clock.GetUtcNow())
            {
                try
                {
                    await dispatcher.TellDeadAsync(name, first, why, dispatcher.Channels.Except(dead), cancel).ConfigureAwait(false);
                }
                catch (Exception e) when (AwsFailure.IsExpected(e) && !cancel.IsCancellationRequested)
                {
                    // The run fails anyway, and the next one tells it.
                }
            }
        }
    }

    private sealed class Run
    {
        private readonly Dictionary<string, int> _untold = new(StringComparer.Ordinal);

        public Dictionary<string, ChannelRun> Channels { get; } = new(StringComparer.Ordinal);

        public int Waiting { get; private set; }

        /// <summary>By entry, how many channels it still waits for.</summary>
        public IReadOnlyDictionary<string, int> Untold => _untold;

        public ChannelRun Channel(string name) => Channels.TryGetValue(name, out var known) ? known : Channels[name] = new ChannelRun(name);

        public void Waits(OutboxEntry entry, int channels)
        {
            Waiting++;
            if (channels > 0)
            {
                _untold[entry.Id] = channels;
            }
        }

        public void Told(IEnumerable<OutboxEntry> entries)
        {
            lock (_untold)
            {
                foreach (var entry in entries)
                {
                    if (--_untold[entry.Id] == 0)
                    {
                        _untold.Remove(entry.Id);
                    }
                }
            }
        }
    }

    private sealed class ChannelRun(string name)
    {
        private int _failures;

        private bool _refusesDigest;

        /// <summary>The first message that it did not have when the run began.</summary>
        public OutboxEntry? First { get; set; }

        public bool Lives { get; set; }

        /// <summary>It takes messages, whose receipts can't be recorded: more of them would come again too.</summary>
        public bool TakesSome { get; set; }

        public string? Problem { get; set; }

        /// <summary>A message by itself may be what is wrong; a digest holds nothing that could be.</summary>
        public bool IsDead => _refusesDigest || (!Lives && _failures >= Few);

        public void Fails(string why, bool isDigest)
        {
            _failures++;
            _refusesDigest |= isDigest;
            Problem ??= $"{name}: {why}";
        }
    }
}

/// <summary>What a run of <see cref="Resender"/> came to.</summary>
/// <param name="Waiting">How many messages were late.</param>
/// <param name="Told">How many of them have every receipt now.</param>
/// <param name="Problem">The first thing that went wrong, or null.</param>
public sealed record ResendReport(int Waiting, int Told, string? Problem);
