using System.Globalization;
using Amazon.Lambda.Core;
using Remediator.Notifications;

namespace Remediator.Approvals;

/// <summary>The buttons Approve and Reject of a request.</summary>
public sealed class DecisionButton(DecisionIntake intake) : ISlackButton
{
    public const string ApproveAction = "remediator-approve";
    public const string RejectAction = "remediator-reject";

    /// <summary>What both carry: what is decided about.</summary>
    public static string Value(string executionId, Approval approval) =>
        string.Create(CultureInfo.InvariantCulture, $"{executionId}|{approval.Hash}|{approval.AskedAt.ToUnixTimeSeconds()}");

    public async Task<SlackAnswerText?> PressAsync(SlackPress press, ILambdaContext context, CancellationToken cancel) =>
        Read(press) is { } request ? Tell(press, await intake.TakeAsync(request, context, cancel).ConfigureAwait(false)) : null;

    private static DecisionRequest? Read(SlackPress press) =>
        KindOf(press.Action) is { } kind
        && press.Value.Split('|') is [var execution, { Length: 64 } hash, var asked]
        && long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new DecisionRequest(execution, kind, DecisionWay.Slack, press.By, "", hash, at)
            : null;

    private static DecisionKind? KindOf(string action) => action switch
    {
        ApproveAction => DecisionKind.Approve,
        RejectAction => DecisionKind.Reject,
        _ => null,
    };

    private static SlackAnswerText Tell(SlackPress press, DecisionResult result) => result switch
    {
        DecisionResult.Recorded { Record.Approval: { } approval } => Tell(approval),
        DecisionResult.Repeated { Record.Approval: { } approval } => Tell(approval),
        DecisionResult.Refused r => new($"Your decision does not count: {SlackText.Code(r.Reason)}. Nothing was changed.", ForAll: false, IsOver: false),
        DecisionResult.Busy => new("A worker has this execution at the moment; nothing was recorded. Press again in a minute.", ForAll: false, IsOver: false),
        _ => throw new InvalidOperationException($"nothing to tell {press.User} of {result.GetType().Name}"),
    };

    private static SlackAnswerText Tell(Approval approval)
    {
        var words = approval switch
        {
            { Rejection: { } no } => $"✖ *Rejected* by {SlackReply.Person(no.By)}. Nothing is changed.",
            { IsGranted: true } => $"✔ *Approved* by {People(approval)}. It is applied if the plan still is the same; what came of it follows.",
            _ => $"✔ Approved by {People(approval)}; {approval.Missing} more needed.",
        };
        return new SlackAnswerText(words, ForAll: true, IsOver: !approval.IsPending);
    }

    private static string People(Approval approval) => string.Join(" and ", approval.Approvals.Select(a => SlackReply.Person(a.By)));
}
