using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Remediator.Execution;

/// <summary>What is around each call of an AWS client: it passes the fence of the write that makes it, and is traced.</summary>
internal sealed class CallPipeline : PipelineHandler
{
    /// <summary>From now on, clients that are made have it.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        await FencedCalls.PassAsync(executionContext.RequestContext.CancellationToken).ConfigureAwait(false);
        try
        {
            var answer = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            CallTrace.Answered(executionContext);
            return answer;
        }
        catch (Exception failure)
        {
            CallTrace.Failed(executionContext, failure);
            throw;
        }
    }

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => nameof(CallPipeline);

        public void Customize(Type type, RuntimePipeline pipeline)
        {
            // For telemetry, events and endpoint discovery, of which there are none here: each would cost a cold start its async method.
            RemoveAll<MetricsHandler>(pipeline);
            RemoveAll<ErrorCallbackHandler>(pipeline);
            RemoveAll<CallbackHandler>(pipeline);
            RemoveAll<EndpointDiscoveryHandler>(pipeline);
            pipeline.AddHandler(new CallPipeline());
        }

        private static void RemoveAll<T>(RuntimePipeline pipeline)
            where T : IPipelineHandler
        {
            for (var left = pipeline.Handlers.Count(h => h is T); left > 0; left--)
            {
                pipeline.RemoveHandler<T>();
            }
        }
    }
}
