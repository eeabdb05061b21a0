using Amazon.Lambda.Core;
using Remediator.Notifications;

namespace Remediator.Approvals;

/// <summary>Takes decisions from Slack's buttons: signed by Slack, pressed by somebody on the list.</summary>
public sealed class SlackDesk(ISecretSource signingSecret, IReadOnlySet<string> approvers, DecisionIntake intake, SlackReply reply, TimeProvider clock)
{
    public async Task<WebAnswer> AnswerAsync(WebRequest request, ILambdaContext context, CancellationToken cancel)
    {
        var secret = await signingSecret.GetAsync(cancel).ConfigureAwait(false);
        if (!SlackSignature.IsValid(secret, request.Header("x-slack-request-timestamp"), request.Header("x-slack-signature"), request.Body.Span, clock.GetUtcNow()))
        {
            context.Logger.LogWarning("A request that Slack did not sign, or not lately, was refused");
            return WebAnswer.Text(401, "Not signed by Slack, or too old.");
        }

        if (SlackPress.Read(FormBody.Read(request.Text).GetValueOrDefault("payload") ?? "") is not { } press)
        {
            // Slack sends every interaction of its app here: what is none of ours is no error.
            return WebAnswer.Empty;
        }

        var result = approvers.Contains(press.User)
            ? await intake.TakeAsync(press.Request, context, cancel).ConfigureAwait(false)
            : NotOnTheList(press, context);
        if (await reply.SendAsync(press, result, cancel).ConfigureAwait(false) is { } problem)
        {
            context.Logger.LogWarning("Slack was not told what came of a button", ("execution", press.Request.ExecutionId), ("problem", problem));
        }

        return WebAnswer.Empty;
    }

    private static DecisionResult.Refused NotOnTheList(SlackPress press, ILambdaContext context)
    {
        context.Logger.LogWarning("Somebody who is not on the list pressed a button", ("user", press.User), ("execution", press.Request.ExecutionId));
        return new DecisionResult.Refused("you are not on the list of who may decide (slackApprovers of the deployment)", null);
    }
}
