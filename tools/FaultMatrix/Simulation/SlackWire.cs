using System.Net;

namespace Remediator.FaultMatrix.Simulation;

/// <summary>A webhook that keeps what it was sent.</summary>
/// <param name="isDead">It answers, and takes nothing.</param>
internal sealed class SlackWire(Simulator simulator, Action<Worker?> taken, Func<bool> isDead) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var worker = Worker.Current;
        return await simulator.CallAsync(
            "slack:Post",
            () =>
            {
                if (isDead())
                {
                    return new HttpResponseMessage(HttpStatusCode.NotFound);
                }

                taken(worker);
                return new HttpResponseMessage(HttpStatusCode.OK);
            },
            failure => failure switch
            {
                Failure.Lost => throw new HttpRequestException("the connection was lost"),
                Failure.TimedOut => throw new TaskCanceledException("Slack did not answer", new TimeoutException()),
                Failure.Throttled => new HttpResponseMessage(HttpStatusCode.TooManyRequests),
                Failure.Denied => new HttpResponseMessage(HttpStatusCode.Forbidden),
                _ => new HttpResponseMessage(HttpStatusCode.InternalServerError),
            },
            cancellationToken);
    }
}
