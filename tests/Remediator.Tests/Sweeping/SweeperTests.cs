using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Sweeping;

namespace Remediator.Tests.Sweeping;

public sealed class SweeperTests
{
    private readonly ManualTime _time = new(Records.At);
    private readonly InMemoryLedger _ledger;
    private readonly Queues _queues = new();
    private readonly Listed _listed = new();

    public SweeperTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task The_first_run_only_sets_the_watermark()
    {
        _listed.Documents.Add(Event());

        var run = await SweepAsync();

        Assert.Equal(new SweepRun("guardduty", Records.At, null, Records.At - Sweeper.Grace, 0, 0, 0), run);
        Assert.Empty(_queues.Sent);
        Assert.Equal(run.Until, (await _ledger.FindSweepAsync("guardduty", default))!.Watermark);
    }

    [Fact]
    public async Task Feeds_what_the_ledger_has_never_seen_into_its_lane_and_counts_it()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.AddRange([Event(), "{\"not\":\"a finding\"}"]);

        var run = await SweepAsync();

        Assert.Equal((Records.At - Sweeper.Grace, Records.At.AddHours(1) - Sweeper.Grace), (_listed.Window!.Since, _listed.Window.Until));
        Assert.Equal((2, 1, 1), (run.Listed, run.Lost, run.Unreadable));
        Assert.Equal((Lane.Urgent, Event()), Assert.Single(_queues.Sent));
        Assert.Equal(run, (await _ledger.ListSweepsAsync(1, default))[0]);
    }

    [Fact]
    public async Task What_was_answered_or_recorded_is_not_lost()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.Add(Event());
        var id = Finding().Id;
        await _ledger.RecordUnmatchedAsync(new UnmatchedFinding(id, "guardduty", "t", "unmatched", "None.", Records.At.AddDays(-9)), default);
        Assert.Equal(0, (await SweepAsync()).Lost);

        var fresh = Records.Instance() with { Key = Records.Instance().Key with { FindingId = id }, State = ExecutionState.Received };
        var claimed = ((ClaimResult.Claimed)await _ledger.ClaimAsync(fresh, "w", TimeSpan.FromMinutes(1), default)).Record;
        await _ledger.SaveAsync(claimed, [], default);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await SweepAsync()).Lost);
        Assert.Empty(_queues.Sent);
    }

    [Fact]
    public async Task What_was_settled_and_is_active_again_since_is_lost()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.Add(Event());
        var (id, updated) = (Finding().Id, Finding().UpdatedAt!.Value);
        await _ledger.RecordUnmatchedAsync(new UnmatchedFinding(id, "guardduty", "t", UnmatchedFinding.Resolved, "Settled.", updated.AddMinutes(-1)), default);
        Assert.Equal(1, (await SweepAsync()).Lost);

        await _ledger.RecordUnmatchedAsync(new UnmatchedFinding(id, "guardduty", "t", UnmatchedFinding.Resolved, "Settled.", updated.AddMinutes(1)), default);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await SweepAsync()).Lost);
    }

    [Fact]
    public async Task After_a_long_outage_each_run_looks_at_some_hours_and_the_next_goes_on_there()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(14));

        var runs = new[] { await SweepAsync(), await SweepAsync(), await SweepAsync() };

        Assert.Equal([6, 6, 2], runs.Select(r => (r.Until - r.Since!.Value).TotalHours));
        Assert.Equal(_time.GetUtcNow() - Sweeper.Grace, runs[^1].Until);
    }

    [Fact]
    public async Task A_save_since_it_was_settled_that_knows_nothing_newer_hides_no_lost_event()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.Add(Event());
        var (id, updated) = (Finding().Id, Finding().UpdatedAt!.Value);
        await _ledger.RecordUnmatchedAsync(new UnmatchedFinding(id, "guardduty", "t", UnmatchedFinding.Resolved, "Settled.", updated.AddMinutes(-1)), default);
        await SaveAsync(updated.AddMinutes(-5));
        Assert.Equal(1, (await SweepAsync()).Lost);

        await SaveAsync(updated);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await SweepAsync()).Lost);

        async Task SaveAsync(DateTimeOffset known)
        {
            var record = Records.Instance();
            var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(record with { Key = record.Key with { FindingId = id }, LeaseOwner = null, LeaseUntil = null, Version = 0 }, "look", TimeSpan.FromMinutes(1), default)).Record;
            await _ledger.SaveAsync(claimed with { Finding = claimed.Finding with { Id = id, UpdatedAt = known }, LeaseUntil = _time.GetUtcNow() }, [], default);
        }
    }

    [Fact]
    public async Task A_run_that_is_cut_off_moves_no_watermark_and_the_next_one_begins_there()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.Add(Event());
        _queues.Broken = true;
        await Assert.ThrowsAsync<IOException>(SweepAsync);
        _queues.Broken = false;
        _time.Advance(TimeSpan.FromHours(1));

        var run = await SweepAsync();

        Assert.Equal((Records.At - Sweeper.Grace, 1), (run.Since, run.Lost));
    }

    [Fact]
    public async Task A_run_that_is_cut_off_after_it_has_fed_is_finished_with_its_count()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.Add(Event());
        _queues.Broken = true;
        await Assert.ThrowsAsync<IOException>(SweepAsync);
        _queues.Broken = false;
        var fed = new UnmatchedFinding(Finding().Id, "guardduty", "t", "unmatched", "Fed, and answered since.", _time.GetUtcNow());
        await _ledger.RecordUnmatchedAsync(fed, default);
        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(1, (await SweepAsync()).Lost);

        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(0, (await SweepAsync()).Lost);
        Assert.Empty(_queues.Sent);
        Assert.Equal(1, (await _ledger.ListSweepsAsync(10, default)).Sum(r => r.Lost));
    }

    [Fact]
    public async Task A_clock_that_has_not_moved_lists_nothing()
    {
        await SweepAsync();
        _listed.Documents.Add(Event());

        var run = await SweepAsync();

        Assert.Equal((0, run.Since), (run.Listed, (DateTimeOffset?)run.Until));
        Assert.Single(await _ledger.ListSweepsAsync(10, default));
    }

    [Fact]
    public async Task A_threat_to_an_own_resource_is_fed_so_that_people_hear_of_it()
    {
        await SweepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _listed.Documents.Add(Event());
        var instance = Finding().Resources[0];

        Assert.Equal(1, (await SweepAsync(OwnIdentity.Read(Finding().Account, "RemediatorAction", null, $"{instance.Kind}={instance.Id}"))).Lost);
    }

    [Fact]
    public void Only_what_the_rules_deliver_can_be_lost()
    {
        var playbook = Some.Playbook("isolate-instance") with { On = [new Trigger { Source = "guardduty", Types = ["Backdoor:EC2/*"] }, new Trigger { Source = "config", Types = ["s3-*"] }] };
        var wide = new DeliveredFindings([playbook], new HashSet<Lane>());
        var narrow = new DeliveredFindings([playbook], new HashSet<Lane> { Lane.Posture });

        Assert.True(wide.Includes("config", "ec2-x"));
        Assert.False(narrow.Includes("config", "ec2-x"));
        Assert.True(narrow.Includes("config", "s3-x"));
        Assert.True(narrow.Includes("guardduty", "Recon:EC2/Portscan"));
        Assert.False(wide.Includes("inspector2", "PACKAGE_VULNERABILITY"));
        Assert.False(wide.Includes(Some.Finding() with { Status = FindingStatus.Suppressed }));
    }

    private static string Event() => File.ReadAllText(Path.Combine(Repository.Samples, "guardduty", "c2-activity.json"));

    private static Finding Finding() => ((SourceResult.Parsed)FindingReader.Read(Event())).Findings[0];

    private Task<SweepRun> SweepAsync() => SweepAsync(OwnIdentity.Read(null, "RemediatorAction", null, null));

    private Task<SweepRun> SweepAsync(OwnIdentity own)
    {
        var delivered = new DeliveredFindings([Some.Playbook("isolate-instance")], new HashSet<Lane>());
        return new Sweeper(_ledger, _ledger, _queues, delivered, own, _time).SweepAsync(_listed, "111122223333", "eu-west-1", default);
    }

    private sealed class Listed : IFindingLister
    {
        public string Source => "guardduty";

        public List<string> Documents { get; } = [];

        public SweepWindow? Window { get; private set; }

        public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
        {
            Window = window;
            await Task.Yield();
            foreach (var document in Documents)
            {
                yield return document;
            }
        }
    }

    private sealed class Queues : ILaneQueues
    {
        public List<(Lane, string)> Sent { get; } = [];

        public bool Broken { get; set; }

        public Task SendAsync(Lane lane, string body, CancellationToken cancel)
        {
            if (Broken)
            {
                throw new IOException("SQS is down");
            }

            Sent.Add((lane, body));
            return Task.CompletedTask;
        }
    }
}
