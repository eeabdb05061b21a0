using System.Text.Json;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Handlers;
using Remediator.Scheduling;
using Remediator.Tests.Handlers;

namespace Remediator.Tests.Scheduling;

public sealed class DueRunnerTests
{
    private readonly ManualTime _time = new(Records.At);
    private readonly InMemoryLedger _ledger;
    private readonly RecordingContext _context = new();

    public DueRunnerTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task Nothing_is_done_before_its_time()
    {
        await SaveAsync("one", _time.GetUtcNow().AddMinutes(1));

        Assert.Empty(await RunAsync(new Finishing(_ledger)));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("done", Assert.Single(await RunAsync(new Finishing(_ledger))).Words);
        Assert.Empty(await RunAsync(new Finishing(_ledger)));
    }

    [Fact]
    public async Task What_fails_holds_up_no_other_fails_the_invocation_and_is_tried_again()
    {
        await SaveAsync("broken", _time.GetUtcNow().AddMinutes(-2));
        await SaveAsync("good", _time.GetUtcNow().AddMinutes(-1));
        var handler = new DueHandler(new DueRunner(_ledger, _ledger, [new Finishing(_ledger, broken: "broken")], _time), _time);

        await Assert.ThrowsAsync<AggregateException>(() => handler.HandleAsync(new Amazon.Lambda.CloudWatchEvents.CloudWatchEvent<JsonElement>(), _context, default));

        Assert.Contains(_context.Lines, l => l.StartsWith("Information: Due work", StringComparison.Ordinal) && l.Contains("execution=good", StringComparison.Ordinal));
        Assert.Contains(_context.Lines, l => l.StartsWith("Error: Due work failed", StringComparison.Ordinal) && l.Contains("execution=broken", StringComparison.Ordinal));
        Assert.Equal(["broken"], await _ledger.ListDueAsync(_time.GetUtcNow(), default));
    }

    [Fact]
    public async Task Nothing_is_begun_after_the_deadline()
    {
        await SaveAsync("one", _time.GetUtcNow());

        Assert.Empty(await new DueRunner(_ledger, _ledger, [new Finishing(_ledger)], _time).RunAsync("w", _time.GetUtcNow(), default));
        Assert.NotEmpty(await _ledger.ListDueAsync(_time.GetUtcNow(), default));
    }

    [Fact]
    public async Task Work_that_others_do_holds_up_no_other_work_of_its_execution_and_stays()
    {
        await SaveAsync("one", _time.GetUtcNow(), new DueWork(DueKind.Approval, _time.GetUtcNow().AddHours(-1)));

        var first = Assert.Single(await RunAsync(new Finishing(_ledger)));
        Assert.Equal((DueKind.Release, "done", DueKind.Approval), (first.Work!.Kind, first.Words, Assert.Single(first.Left).Kind));

        var then = Assert.Single(await RunAsync(new Finishing(_ledger)));
        Assert.Equal((null, null, DueKind.Approval), (then.Work, then.Error, Assert.Single(then.Left).Kind));
        Assert.Equal(DueKind.Approval, Assert.Single((await _ledger.FindAsync("one", default))!.Due).Kind);
        Assert.NotEmpty(await _ledger.ListDueAsync(_time.GetUtcNow(), default));
    }

    [Fact]
    public async Task Work_that_nobody_does_fails_the_invocation_of_the_function()
    {
        await SaveAsync("one", _time.GetUtcNow(), new DueWork(DueKind.Approval, _time.GetUtcNow().AddHours(-1)));
        var handler = new DueHandler(new DueRunner(_ledger, _ledger, [new Finishing(_ledger)], _time), _time);

        var failed = await Assert.ThrowsAsync<AggregateException>(() => handler.HandleAsync(new Amazon.Lambda.CloudWatchEvents.CloudWatchEvent<JsonElement>(), _context, default));

        Assert.Equal("nobody does Approval", Assert.Single(failed.InnerExceptions).Message);
        Assert.Contains(_context.Lines, l => l.StartsWith("Error: Due work failed", StringComparison.Ordinal) && l.Contains("outcome=done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_people_wait_for_comes_before_every_look()
    {
        await SaveAsync("stands", [new DueWork(DueKind.Look, _time.GetUtcNow().AddHours(-1))]);
        await SaveAsync("ends", _time.GetUtcNow());

        Assert.Equal(["ends", "stands"], (await RunAsync(new Finishing(_ledger), new Looking())).Select(o => o.ExecutionId));
    }

    private Task<IReadOnlyList<DueOutcome>> RunAsync(params IDueTask[] tasks) =>
        new DueRunner(_ledger, _ledger, tasks, _time).RunAsync("w", _time.GetUtcNow().AddMinutes(5), default);

    private Task SaveAsync(string id, DateTimeOffset due, params DueWork[] others) => SaveAsync(id, [new(DueKind.Release, due), .. others]);

    private async Task SaveAsync(string id, DueWork[] due)
    {
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(Records.Instance(id), "a", TimeSpan.FromMinutes(1), default)).Record;
        await _ledger.SaveAsync(claimed with { Due = [.. due], LeaseOwner = null, LeaseUntil = null }, [], default);
    }

    private sealed class Looking : IDueTask
    {
        public bool Does(DueKind kind) => kind == DueKind.Look;

        public Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel) => Task.FromResult("stands");
    }

    private sealed class Finishing(InMemoryLedger ledger, string? broken = null) : IDueTask
    {
        public bool Does(DueKind kind) => kind == DueKind.Release;

        public async Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel)
        {
            if (record.Id == broken)
            {
                throw new IOException("down");
            }

            var claimed = Assert.IsType<ClaimResult.Claimed>(await ledger.ClaimAsync(record, worker, TimeSpan.FromMinutes(1), cancel)).Record;
            await ledger.SaveAsync(claimed.WithDue(Does), [], cancel);
            return "done";
        }
    }
}
