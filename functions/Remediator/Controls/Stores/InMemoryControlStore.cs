using System.Collections.Immutable;

namespace Remediator.Controls.Stores;

/// <summary>Forgets the controls with the process.</summary>
public sealed class InMemoryControlStore(TimeProvider time) : IControlStore
{
    private StoredControls _stored = ControlRules.Empty;

    public Task<ControlsReading> ReadAsync(CancellationToken cancel) =>
        Task.FromResult<ControlsReading>(new ControlsReading.Known(new ControlsSnapshot(Volatile.Read(ref _stored).Controls)));

    public Task PutAsync(Control control, CancellationToken cancel)
    {
        ControlRules.Check(control);
        ImmutableInterlocked.Update(ref _stored, stored => ControlRules.Put(stored, control));
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return Task.FromResult(ImmutableInterlocked.Update(ref _stored, stored => ControlRules.Remove(stored, id, by, why, now) ?? stored));
    }

    public Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) =>
        Task.FromResult<ImmutableArray<ControlEvent>>([.. Volatile.Read(ref _stored).History.Reverse().Take(limit)]);
}
