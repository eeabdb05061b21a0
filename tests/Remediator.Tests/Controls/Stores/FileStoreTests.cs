using Remediator.Controls;
using Remediator.Controls.Stores;

namespace Remediator.Tests.Controls.Stores;

public sealed class FileControlStoreTests : ControlStoreContract, IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("remediator-");

    private string Folder => Path.Combine(_parent.FullName, "ledger");

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"controls":[{"kind":"from-the-future"}],"history":[]}""")]
    public async Task A_file_that_is_not_understood_is_unknown_not_empty(string content)
    {
        using var store = new FileControlStore(Folder, Time);
        await store.PutAsync(Pause("storm"), None);
        await File.WriteAllTextAsync(Path.Combine(Folder, "controls.json"), content);

        Assert.Contains("controls.json", Assert.IsType<ControlsReading.Unknown>(await store.ReadAsync(None)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_sees_what_was_set()
    {
        using var first = new FileControlStore(Folder, Time);
        using var second = new FileControlStore(Folder, Time);
        await first.PutAsync(Pause("storm"), None);

        Assert.Single(await AllAsync(second));
    }

    public void Dispose() => _parent.Delete(recursive: true);

    protected override Task<IControlStore> OpenAsync() => Task.FromResult<IControlStore>(new FileControlStore(Folder, Time));
}

public sealed class FileBudgetCountersTests : BudgetCountersContract, IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("remediator-");

    public void Dispose() => _parent.Delete(recursive: true);

    protected override Task<IBudgetCounters> OpenAsync() =>
        Task.FromResult<IBudgetCounters>(new FileBudgetCounters(Path.Combine(_parent.FullName, "ledger"), TimeProvider.System));
}
