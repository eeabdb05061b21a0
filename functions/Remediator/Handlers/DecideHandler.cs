using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Remediator.Approvals;

namespace Remediator.Handlers;

/// <summary>Takes people's decisions over HTTP: Slack's buttons and the links of emails, each with a signature of its own.</summary>
/// <param name="slack">Null where the deployment takes none from Slack.</param>
/// <param name="links">Null where it takes none by email.</param>
public sealed class DecideHandler(SlackDesk? slack, LinkDesk? links)
{
    /// <summary>Where Slack's app sends interactions.</summary>
    public const string SlackPath = "/slack";

    public async Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(APIGatewayHttpApiV2ProxyRequest payload, ILambdaContext context, CancellationToken cancel)
    {
        try
        {
            var answer = WebRequest.Of(payload) is { } request ? await AnswerAsync(request, context, cancel).ConfigureAwait(false) : WebAnswer.Text(400, "The body is damaged.");
            return answer.ToResponse();
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // An answer in words of our own; the log says what it was, and its alarm counts it.
            context.Logger.LogError(e, "A decision could not be taken");
            return WebAnswer.Text(500, "The decision could not be recorded. Nothing was changed; try again, or use the remediator command.").ToResponse();
        }
    }

    private async Task<WebAnswer> AnswerAsync(WebRequest request, ILambdaContext context, CancellationToken cancel) => (request.Method, request.Path) switch
    {
        ("POST", SlackPath) when slack is not null => await slack.AnswerAsync(request, context, cancel).ConfigureAwait(false),
        ("GET", LinkDesk.Path) when links is not null => await links.ShowAsync(request, cancel).ConfigureAwait(false),
        ("POST", LinkDesk.Path) when links is not null => await links.DecideAsync(request, context, cancel).ConfigureAwait(false),
        (_, SlackPath or LinkDesk.Path) => WebAnswer.Text(405, "There is nothing to do this way."),
        _ => WebAnswer.Text(404, "There is nothing here."),
    };
}
