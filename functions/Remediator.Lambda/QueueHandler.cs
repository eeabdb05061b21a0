using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;

namespace Remediator.Lambda;

/// <summary>Makes a handler of queue messages into one of bytes.</summary>
public static class QueueHandler
{
    public static LambdaHandler Create(Func<SQSEvent, ILambdaContext, CancellationToken, Task<SQSBatchResponse>> handler) =>
        async (payload, context, cancellation) => (await handler(SQSEvent.Read(payload), context, cancellation)).Write();
}
