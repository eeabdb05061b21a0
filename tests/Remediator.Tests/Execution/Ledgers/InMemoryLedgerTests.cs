using Remediator.Execution.Ledgers;

namespace Remediator.Tests.Execution.Ledgers;

public sealed class InMemoryLedgerTests : LedgerContract<InMemoryLedger>
{
    protected override Task<InMemoryLedger> OpenAsync() => Task.FromResult(new InMemoryLedger(Time));
}
