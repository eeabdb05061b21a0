using Remediator.Execution;

namespace Remediator.Tests.Execution;

public sealed class ExecutionTransitionsTests
{
    [Fact]
    public void Every_state_is_named_and_none_is_a_dead_end()
    {
        foreach (var from in Enum.GetValues<ExecutionState>())
        {
            var ways = Enum.GetValues<ExecutionState>().Count(to => ExecutionTransitions.Allows(from, to));
            Assert.True(ways > 0);
        }
    }

    [Fact]
    public void Nothing_is_verified_without_having_been_applied_or_found_so() =>
        Assert.Equal(
            [ExecutionState.Received, ExecutionState.Applied, ExecutionState.Regressed, ExecutionState.Drifted],
            Enum.GetValues<ExecutionState>().Where(from => ExecutionTransitions.Allows(from, ExecutionState.Verified)));

    [Fact]
    public void Nothing_is_applied_without_a_recorded_plan() =>
        Assert.Equal([ExecutionState.Planned], Enum.GetValues<ExecutionState>().Where(from => ExecutionTransitions.Allows(from, ExecutionState.Applying)));

    [Fact]
    public void An_unknown_state_fails_loudly() =>
        Assert.Throws<InvalidOperationException>(() => ExecutionTransitions.Allows((ExecutionState)99, ExecutionState.Planned));
}
