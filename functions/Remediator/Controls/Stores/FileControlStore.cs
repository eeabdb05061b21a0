using System.Collections.Immutable;
using Remediator.Execution.Ledgers;

namespace Remediator.Controls.Stores;

/// <summary>The controls in a file of the ledger's folder; readers and writers as in <see cref="FileLedger"/>.</summary>
public sealed class FileControlStore(string path, TimeProvider time) : IControlStore, IDisposable
{
    private const string FileName = "controls.json";

    private readonly LedgerFolder _folder = new(path, time);

    public async Task<ControlsReading> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return new ControlsReading.Known(new ControlsSnapshot((await LoadAsync(cancel).ConfigureAwait(false)).Controls));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            return new ControlsReading.Unknown(e.Message);
        }
    }

    public async Task PutAsync(Control control, CancellationToken cancel)
    {
        ControlRules.Check(control);
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        await SaveAsync(ControlRules.Put(await LoadAsync(cancel).ConfigureAwait(false), control), cancel).ConfigureAwait(false);
    }

    public async Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        if (ControlRules.Remove(await LoadAsync(cancel).ConfigureAwait(false), id, by, why, time.GetUtcNow()) is not { } next)
        {
            return false;
        }

        await SaveAsync(next, cancel).ConfigureAwait(false);
        return true;
    }

    public async Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) =>
        [.. (await LoadAsync(cancel).ConfigureAwait(false)).History.Reverse().Take(limit)];

    public void Dispose() => _folder.Dispose();

    private async Task<StoredControls> LoadAsync(CancellationToken cancel) =>
        await _folder.ReadAsync(FileName, ControlJsonContext.Default.StoredControls, cancel).ConfigureAwait(false) ?? ControlRules.Empty;

    private Task SaveAsync(StoredControls controls, CancellationToken cancel) =>
        _folder.WriteAsync(FileName, controls, ControlJsonContext.Default.StoredControls, cancel);
}
