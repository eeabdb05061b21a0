using Remediator.Controls.Stores;

namespace Remediator.Controls;

/// <summary>All that the runner asks about what it may do.</summary>
public sealed record ControlSource(IControlStore Store, IBudgetCounters Budgets, IOrganization Organization)
{
    /// <summary>Forgotten with the process: for the demo and for tests.</summary>
    public static ControlSource InMemory(TimeProvider time) => new(new InMemoryControlStore(time), new InMemoryBudgetCounters(), new NoOrganization());
}
