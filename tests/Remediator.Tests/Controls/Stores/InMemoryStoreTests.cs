using Remediator.Controls;
using Remediator.Controls.Stores;

namespace Remediator.Tests.Controls.Stores;

public sealed class InMemoryControlStoreTests : ControlStoreContract
{
    protected override Task<IControlStore> OpenAsync() => Task.FromResult<IControlStore>(new InMemoryControlStore(Time));
}

public sealed class InMemoryBudgetCountersTests : BudgetCountersContract
{
    protected override Task<IBudgetCounters> OpenAsync() => Task.FromResult<IBudgetCounters>(new InMemoryBudgetCounters());
}
