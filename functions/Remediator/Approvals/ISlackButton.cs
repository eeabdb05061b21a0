using Amazon.Lambda.Core;

namespace Remediator.Approvals;

/// <summary>What one kind of button in the engine's messages does.</summary>
public interface ISlackButton
{
    /// <param name="press">Signed by Slack, by somebody on the list.</param>
    /// <returns>What Slack is told; null for a press that is of another button, or none of ours.</returns>
    Task<SlackAnswerText?> PressAsync(SlackPress press, ILambdaContext context, CancellationToken cancel);
}

/// <summary>What came of a pressed button.</summary>
/// <param name="Text">Slack's mrkdwn; text of others is escaped in it.</param>
/// <param name="ForAll">It is added to the message; else only who pressed it is told.</param>
/// <param name="IsOver">The message's buttons go.</param>
public sealed record SlackAnswerText(string Text, bool ForAll, bool IsOver);
