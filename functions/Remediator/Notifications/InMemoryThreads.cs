namespace Remediator.Notifications;

/// <summary>For tests, and wherever one process tells all that there is to tell.</summary>
public sealed class InMemoryThreads(TimeProvider time) : IIncidentThreads
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ThreadKey, Held> _threads = [];

    public Task<ThreadPlace> EnterAsync(ThreadKey key, string owner, string? lost, CancellationToken cancel)
    {
        lock (_lock)
        {
            var held = _threads.GetValueOrDefault(key);
            if (held?.Message is { } message && message != lost)
            {
                return Task.FromResult<ThreadPlace>(new ThreadPlace.Reply(message));
            }

            if (held is { Message: null } && held.Owner != owner && held.Until >= time.GetUtcNow())
            {
                return Task.FromResult<ThreadPlace>(new ThreadPlace.Taken());
            }

            _threads[key] = new Held(owner, time.GetUtcNow() + ThreadPlace.Claim, null);
            return Task.FromResult<ThreadPlace>(new ThreadPlace.First());
        }
    }

    public Task OpenAsync(ThreadKey key, string owner, string message, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_threads.GetValueOrDefault(key) is { Message: null } held && held.Owner == owner)
            {
                _threads[key] = held with { Message = message };
            }
        }

        return Task.CompletedTask;
    }

    public Task AbandonAsync(ThreadKey key, string owner, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_threads.GetValueOrDefault(key) is { Message: null } held && held.Owner == owner)
            {
                _threads.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private sealed record Held(string Owner, DateTimeOffset Until, string? Message);
}
