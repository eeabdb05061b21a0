using Amazon.Lambda.Core;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Approvals;

/// <summary>Takes decisions from signed links: a GET shows the plan and only a POST decides, so that a mail scanner approves nothing.</summary>
/// <remarks>
/// Who holds the link may decide: it goes to everybody who gets the email, so all of them count as one person. The name that
/// somebody gives is written down as what they say.
/// </remarks>
/// <param name="options">Options of the command line that lead to the ledger, for the commands that a page names.</param>
public sealed class LinkDesk(ISecretSource key, IExecutionLedger ledger, DecisionIntake intake, TimeProvider clock, string options = "")
{
    /// <summary>Where the links lead.</summary>
    public const string Path = "/decide";

    /// <summary>The field of query and form that carries the token.</summary>
    public static string TokenField => "t";

    public const string By = "email link";

    private const int LongestText = 300;

    /// <summary>Bytes of a form above which none of it is looked at: anybody may send one, and all of it would be taken apart before the signature is read.</summary>
    private const int LongestForm = 16 * 1024;

    private readonly NoticeRenderer _commands = new(options);

    public async Task<WebAnswer> ShowAsync(WebRequest request, CancellationToken cancel)
    {
        var text = FormBody.Read(request.Query).GetValueOrDefault(TokenField) ?? "";
        if (await OpenAsync(text, cancel).ConfigureAwait(false) is not { } opened)
        {
            return DecisionPage.Forged;
        }

        if (Closed(opened) is { } closed)
        {
            return closed;
        }

        var secret = await key.GetAsync(cancel).ConfigureAwait(false);
        return DecisionPage.Ask(opened.Record, opened.Record.Approval!, opened.Token.Kind, kind => (opened.Token with { Kind = kind }).Sign(secret), _commands);
    }

    public async Task<WebAnswer> DecideAsync(WebRequest request, ILambdaContext context, CancellationToken cancel)
    {
        if (request.Body.Length > LongestForm)
        {
            return WebAnswer.Text(413, "Too long for a decision.");
        }

        var form = FormBody.Read(request.Text);
        if (await OpenAsync(form.GetValueOrDefault(TokenField) ?? "", cancel).ConfigureAwait(false) is not { } opened)
        {
            context.Logger.LogWarning("A link that was not signed here was refused");
            return DecisionPage.Forged;
        }

        // Not left to the page: the form is easily made without it.
        if ((Closed(opened) ?? DecisionPage.TooLongFor(opened.Record, opened.Record.Approval!, opened.Token.Kind, _commands)) is { } closed)
        {
            return closed;
        }

        var token = opened.Token;
        var decision = new DecisionRequest(token.ExecutionId, token.Kind, DecisionWay.Email, By, Why(form), token.Hash, token.AskedAt);
        return DecisionPage.Result(await intake.TakeAsync(decision, context, cancel).ConfigureAwait(false));
    }

    /// <summary>What the link is about; null where it is not one of ours.</summary>
    private async Task<Opened?> OpenAsync(string text, CancellationToken cancel) =>
        DecisionToken.Read(text, await key.GetAsync(cancel).ConfigureAwait(false)) is { } token
        && await ledger.FindAsync(token.ExecutionId, cancel).ConfigureAwait(false) is { } record
            ? new Opened(token, record)
            : null;

    /// <summary>Why the link is of no use any more; null while it is.</summary>
    private WebAnswer? Closed(Opened opened)
    {
        var (token, record) = opened;
        if (clock.GetUtcNow().ToUnixTimeSeconds() >= token.ExpiresAt)
        {
            return DecisionPage.Say(410, "This link has expired", "The time to decide is over, and nothing was changed by this link.");
        }

        if (record.Approval?.Decisions.Any(d => d.Way == DecisionWay.Email) == true && record.Approval.Hash == token.Hash)
        {
            return DecisionPage.Say(410, "This link was used", "A decision was made by email already; a link is for one use.");
        }

        var request = new DecisionRequest(token.ExecutionId, token.Kind, DecisionWay.Email, By, "", token.Hash, token.AskedAt);
        return DecisionRules.Judge(record, request, clock.GetUtcNow()) is DecisionResult.Refused refused
            ? DecisionPage.Result(refused)
            : null;
    }

    private static string Why(Dictionary<string, string> form)
    {
        var why = SafeText.Line(form.GetValueOrDefault("why") ?? "", LongestText);
        var name = SafeText.Line(form.GetValueOrDefault("name") ?? "", LongestText);
        return string.Join("; ", new[] { why, name.Length == 0 ? "" : $"says to be {name}" }.Where(t => t.Length > 0));
    }

    private sealed record Opened(DecisionToken Token, ExecutionRecord Record);
}
