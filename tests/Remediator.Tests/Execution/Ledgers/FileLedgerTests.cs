using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Tests.Execution.Ledgers;

public sealed class FileLedgerTests : LedgerContract<FileLedger>, IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("remediator-");

    private string Folder => Path.Combine(_parent.FullName, "ledger");

    [Fact]
    public async Task Another_process_sees_what_was_saved()
    {
        using var first = new FileLedger(Folder, Time);
        using var second = new FileLedger(Folder, Time);
        var claimed = await ClaimAsync(first, Fresh(), "a");

        Assert.IsType<ClaimResult.Busy>(await second.ClaimAsync(Fresh(), "b", TimeSpan.FromMinutes(1), None));
        Assert.Equal(RecordJson.Write(claimed), RecordJson.Write((await second.FindAsync(claimed.Id, None))!));
    }

    [Fact]
    public async Task Two_processes_take_turns()
    {
        using var first = new FileLedger(Folder, TimeProvider.System);
        using var second = new FileLedger(Folder, TimeProvider.System);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            (i % 2 == 0 ? first : second).ClaimAsync(Fresh(), $"w{i}", TimeSpan.FromMinutes(1), None))));

        Assert.Single(claims.OfType<ClaimResult.Claimed>());
    }

    [Fact]
    public async Task Only_the_owner_can_read_it()
    {
        using var ledger = new FileLedger(Folder, Time);
        await ClaimAsync(ledger, Fresh(), "a");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
            foreach (var file in Directory.GetFiles(Folder))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task A_write_that_was_cut_off_leaves_the_old_state()
    {
        using var ledger = new FileLedger(Folder, Time);
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        await File.WriteAllTextAsync(Path.Combine(Folder, $".execution-{claimed.Id}.json.new"), "{\"record\":");

        Assert.Equal(claimed.Version, Assert.Single(await ledger.ListAsync(10, None)).Version);
        Assert.Equal(claimed.Version + 1, (await ledger.SaveAsync(claimed, [], None)).Version);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    public async Task A_damaged_file_is_named(string content)
    {
        using var ledger = new FileLedger(Folder, Time);
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var file = Path.Combine(Folder, $"execution-{claimed.Id}.json");
        await File.WriteAllTextAsync(file, content);

        var e = await Assert.ThrowsAsync<InvalidDataException>(() => ledger.FindAsync(claimed.Id, None));
        Assert.StartsWith($"{file} is not a file of this ledger", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _parent.Delete(recursive: true);

    protected override Task<FileLedger> OpenAsync() => Task.FromResult(new FileLedger(Folder, Time));
}
