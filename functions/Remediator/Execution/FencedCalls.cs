using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Remediator.Execution;

/// <summary>Lets each AWS call of a write pass the fence: a write may be several calls, and a worker may stand still between two.</summary>
/// <remarks>Follows the flow of the call, as <see cref="CallTrace"/> does; while much is left of the lease it costs a look at the clock.</remarks>
internal sealed class FencedCalls : PipelineHandler
{
    private static readonly AsyncLocal<LeaseFence?> Current = new();

    /// <summary>From now on, clients that are made know it.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    public static async Task BehindAsync(LeaseFence fence, Func<Task> work)
    {
        Current.Value = fence;
        await work().ConfigureAwait(false);
    }

    /// <summary>For calls of a write that no AWS client makes.</summary>
    public static Task PassAsync(CancellationToken cancel) => Current.Value is { } fence ? fence.PassAsync(cancel) : Task.CompletedTask;

    /// <summary>Calls of the fence itself, which must not wait for it.</summary>
    public static async Task<T> FreelyAsync<T>(Func<Task<T>> work)
    {
        Current.Value = null;
        return await work().ConfigureAwait(false);
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (Current.Value is { } fence)
        {
            await fence.PassAsync(executionContext.RequestContext.CancellationToken).ConfigureAwait(false);
        }

        return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
    }

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => nameof(FencedCalls);

        public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandler(new FencedCalls());
    }
}
