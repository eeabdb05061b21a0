using Remediator.Execution;
using Remediator.Tests.Support;

namespace Remediator.Tests.Execution;

public sealed class ConsistencyDeadlineTests
{
    private readonly ManualTime _time = new();
    private readonly RunnerOptions _options = new();

    [Fact]
    public async Task Waits_twice_as_long_each_time_up_to_four_seconds_and_asks_for_the_last_time_at_the_deadline()
    {
        var (began, asked) = (_time.GetUtcNow(), 0);

        Assert.Equal("not yet", await Deadline().AskAsync(() => { asked++; return Task.FromResult(("not yet", Patience.Full)); }, default));

        Assert.Equal([0.25, 0.5, 1, 2, 4, 4, 4, 4, 0.25], _time.Waits.Select(w => w.TotalSeconds));
        Assert.Equal(10, asked);
        Assert.Equal(TimeSpan.FromSeconds(20), _time.GetUtcNow() - began);
    }

    [Fact]
    public async Task What_is_answered_at_once_waits_for_nothing()
    {
        await Deadline().AskAsync(() => Task.FromResult(("here", Patience.None)), default);

        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task What_waiting_seldom_mends_is_asked_for_five_seconds()
    {
        var deadline = Deadline();

        await deadline.AskAsync(() => Task.FromResult(("denied", Patience.Brief)), default);

        Assert.Equal([0.25, 0.5, 1, 2, 1.25], _time.Waits.Select(w => w.TotalSeconds));
        Assert.Equal(("5 s", "20 s"), (deadline.Told(Patience.Brief), deadline.Told(Patience.Full)));
    }

    [Fact]
    public async Task What_is_asked_later_has_what_the_first_has_left()
    {
        var deadline = Deadline();
        await deadline.AskAsync(() => Task.FromResult(("not yet", _time.Waits.Sum(w => w.TotalSeconds) < 11 ? Patience.Full : Patience.None)), default);
        _time.Waits.Clear();

        await deadline.AskAsync(() => Task.FromResult(("not yet", Patience.Full)), default);

        Assert.Equal(8.25, _time.Waits.Sum(w => w.TotalSeconds));
    }

    [Fact]
    public async Task Never_waits_into_the_margin_of_the_lease()
    {
        var deadline = Deadline(lease: _options.LeaseMargin + TimeSpan.FromSeconds(3));

        await deadline.AskAsync(() => Task.FromResult(("not yet", Patience.Full)), default);

        Assert.Equal(3, _time.Waits.Sum(w => w.TotalSeconds));
        Assert.Equal("3 s", deadline.Told(Patience.Full));
    }

    [Fact]
    public async Task Without_a_lease_that_lasts_it_asks_once()
    {
        var deadline = Deadline(lease: TimeSpan.FromSeconds(1));

        await deadline.AskAsync(() => Task.FromResult(("not yet", Patience.Full)), default);

        Assert.Empty(_time.Waits);
        Assert.Equal("0 s", deadline.Told(Patience.Full));
    }

    [Fact]
    public async Task Leaves_the_function_the_time_to_record_what_it_came_to()
    {
        await Deadline(function: TimeSpan.FromSeconds(22)).AskAsync(() => Task.FromResult(("not yet", Patience.Full)), default);

        Assert.Equal(7, _time.Waits.Sum(w => w.TotalSeconds));
    }

    private ConsistencyDeadline Deadline(TimeSpan? lease = null, TimeSpan? function = null)
    {
        var held = Records.Instance() with { LeaseUntil = _time.GetUtcNow() + (lease ?? _options.Lease) };
        return new ConsistencyDeadline(_time, _options, () => held, _time.GetUtcNow() + function);
    }
}
