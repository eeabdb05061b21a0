using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Answers one invocation; an exception is reported to Lambda as the function's error.</summary>
/// <param name="payload">The event's JSON.</param>
/// <param name="context">The invocation's facts.</param>
/// <param name="cancellation">Fires half a second before the deadline, and when the process is asked to stop.</param>
public delegate Task<ReadOnlyMemory<byte>> LambdaHandler(
    ReadOnlyMemory<byte> payload, ILambdaContext context, CancellationToken cancellation);
