using Amazon.Lambda.Core;
using Remediator.Notifications;

namespace Remediator.Approvals;

/// <summary>Takes what people press in Slack: signed by Slack, pressed by somebody on the list.</summary>
public sealed class SlackDesk(ISecretSource signingSecret, IReadOnlySet<string> approvers, IReadOnlyList<ISlackButton> buttons, SlackReply reply, TimeProvider clock)
{
    public async Task<WebAnswer> AnswerAsync(WebRequest request, ILambdaContext context, CancellationToken cancel)
    {
        var secret = await signingSecret.GetAsync(cancel).ConfigureAwait(false);
        if (!SlackSignature.IsValid(secret, request.Header("x-slack-request-timestamp"), request.Header("x-slack-signature"), request.Body.Span, clock.GetUtcNow()))
        {
            context.Logger.LogWarning("A request that Slack did not sign, or not lately, was refused");
            return WebAnswer.Text(401, "Not signed by Slack, or too old.");
        }

        // Slack sends every interaction of its app here: what is none of ours is no error.
        if (SlackPress.Read(FormBody.Read(request.Text).GetValueOrDefault("payload") ?? "") is { } press
            && await PressAsync(press, context, cancel).ConfigureAwait(false) is { } text
            && await reply.SendAsync(press, text, cancel).ConfigureAwait(false) is { } problem)
        {
            context.Logger.LogWarning("Slack was not told what came of a button", ("action", press.Action), ("value", press.Value), ("problem", problem));
        }

        return WebAnswer.Empty;
    }

    private async Task<SlackAnswerText?> PressAsync(SlackPress press, ILambdaContext context, CancellationToken cancel)
    {
        if (!approvers.Contains(press.User))
        {
            context.Logger.LogWarning("Somebody who is not on the list pressed a button", ("user", press.User), ("action", press.Action), ("value", press.Value));
            return new SlackAnswerText("This does not count: you are not on the list of who may decide (`slackApprovers` of the deployment). Nothing was changed.", ForAll: false, IsOver: false);
        }

        foreach (var button in buttons)
        {
            if (await button.PressAsync(press, context, cancel).ConfigureAwait(false) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
