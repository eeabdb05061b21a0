namespace Remediator.Execution;

/// <summary>Lets each AWS call of a write pass the fence: a write may be several calls, and a worker may stand still between two.</summary>
/// <remarks>Follows the flow of the call, as <see cref="CallTrace"/> does; while much is left of the lease it costs a look at the clock.</remarks>
internal static class FencedCalls
{
    private static readonly AsyncLocal<LeaseFence?> Current = new();

    public static async Task BehindAsync(LeaseFence fence, Func<Task> work)
    {
        Current.Value = fence;
        await work().ConfigureAwait(false);
    }

    /// <summary>Waits until the call may be made; at once where no write makes it.</summary>
    public static Task PassAsync(CancellationToken cancel) => Current.Value is { } fence ? fence.PassAsync(cancel) : Task.CompletedTask;

    /// <summary>Calls of the fence itself, which must not wait for it.</summary>
    public static async Task<T> FreelyAsync<T>(Func<Task<T>> work)
    {
        Current.Value = null;
        return await work().ConfigureAwait(false);
    }
}
