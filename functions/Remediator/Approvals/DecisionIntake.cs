using Amazon.Lambda.Core;
using Remediator.Execution;
using Remediator.Sweeping;

namespace Remediator.Approvals;

/// <summary>Records a decision, and sends its execution to its lane again so that what was approved is applied.</summary>
/// <remarks>
/// This side has no power over resources. Where the message can't be sent the decision stands all the same: what is due for the
/// execution says so, and the function for due work sends it.
/// </remarks>
public sealed class DecisionIntake(ApprovalDesk desk, ILaneQueues queues)
{
    public async Task<DecisionResult> TakeAsync(DecisionRequest request, ILambdaContext context, CancellationToken cancel)
    {
        var result = await desk.DecideAsync(request, $"{context.FunctionName}/{context.AwsRequestId}", cancel).ConfigureAwait(false);
        context.Logger.LogInformation("A decision came", ("execution", request.ExecutionId), ("decision", request.Kind.ToString()), ("way", request.Way.ToString()), ("by", request.By), ("result", result.GetType().Name));
        if (result is DecisionResult.Recorded { Record: { Approval: { IsGranted: true } } record })
        {
            try
            {
                await ApprovalTask.SendAsync(queues, record, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (AwsFailure.IsExpected(e))
            {
                context.Logger.LogWarning(e, "What was approved could not be sent to its lane; it is due in some minutes", ("execution", record.Id));
            }
        }

        return result;
    }
}
