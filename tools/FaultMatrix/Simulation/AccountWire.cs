using System.Net;
using System.Net.Http.Headers;
using Amazon.Runtime;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.Http;
using Remediator.Cli.Sandbox.Wire;
using Remediator.FaultMatrix.Faults;

namespace Remediator.FaultMatrix.Simulation;

/// <summary>Takes the requests of the real AWS clients to a sandbox in the same process, through the simulation.</summary>
internal sealed class AccountWire(Simulator simulator, SandboxServer sandbox) : HttpMessageHandler
{
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);

    /// <summary>Asked for each request when it is sent: what is wrong with this worker making changes in the name of an execution now; null for nothing.</summary>
    public Func<Worker, string, string?> Objection { get; init; } = (_, _) => null;

    /// <summary>Told of every call that reached the account and succeeded, with the worker that made it and the objection of then.</summary>
    public Action<Worker, SandboxCall, string?> Reached { get; init; } = (_, _, _) => { };

    /// <summary>An account in the same state that is asked along, and that loses nothing; null where none is needed.</summary>
    public SandboxServer? Mirror { get; init; }

    /// <summary>Whether answers come from the mirror: then nothing that is read is the live state.</summary>
    public bool ShowsMirror { get; init; }

    /// <summary>Whether what is called a read is compared with what it leaves behind.</summary>
    public bool ProvesReads { get; set; }

    /// <summary>While it is set, changes are answered as if they were made, and are not.</summary>
    public bool Loses { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(request, cancellationToken);
        var invocation = read.Header("amz-sdk-invocation-id") ?? "";
        if (_lost.Contains(invocation))
        {
            // Clients send a lost request again by themselves; with one attempt lost no caller would ever see the loss.
            throw new HttpRequestException("the connection was lost");
        }

        var scope = SigningScope.Parse(read.Header("Authorization")) ?? throw new InvalidOperationException("an unsigned request");
        var protocol = OperationTable.ProtocolOf(scope.Service, read.Path) ?? throw new InvalidOperationException($"The sandbox has no service '{scope.Service}'.");
        var (operation, unknown, _) = OperationTable.Find(scope.Service, protocol, read);
        var name = $"{scope.Service}:{operation?.Name ?? unknown}";
        var worker = Worker.Current;
        var objection = worker is null || sandbox.PrincipalOf(scope.AccessKeyId) is not { } principal ? null : Objection(worker, principal[(principal.LastIndexOf('/') + 1)..]);
        return await simulator.CallAsync(
            name,
            () =>
            {
                var imagined = Mirror is null ? null : Ask(Mirror, read);
                if (Loses && Mirror?.LastCall is { Changes: true })
                {
                    return Written(imagined!);
                }

                var before = ProvesReads && FaultReach.OnlyReads(name) ? sandbox.Snapshot() : null;
                var reply = Ask(sandbox, read);
                if (before is not null && before != sandbox.Snapshot())
                {
                    throw new InvalidOperationException($"{name} is taken for a read, and changes the account");
                }

                if (worker is not null && sandbox.LastCall is { Succeeded: true } call)
                {
                    Reached(worker, call, objection);
                }

                return Written(ShowsMirror ? imagined! : reply);
            },
            failure => Failed(failure, protocol, invocation),
            cancellationToken);
    }

    private HttpResponseMessage Failed(Failure failure, Protocol protocol, string invocation)
    {
        switch (failure)
        {
            case Failure.Lost:
                Lose(invocation);
                throw new HttpRequestException("the connection was lost");
            case Failure.TimedOut:
                Lose(invocation);
                throw new TaskCanceledException("the call timed out", new TimeoutException());
            case Failure.InternalError:
                return Refused("InternalError", 500);
            case Failure.Throttled:
                return Refused("Throttling", 400);
            case Failure.Denied:
                return Refused("AccessDenied", 403);
            default:
                throw new InvalidOperationException($"unknown failure {failure}");
        }

        HttpResponseMessage Refused(string code, int status) => Written(ReplyWriter.Error(protocol, new AwsError(code, "Injected.", status), "injected"));
    }

    /// <summary>Who sends nothing again by itself names no invocation.</summary>
    private void Lose(string invocation)
    {
        if (invocation.Length > 0)
        {
            _lost.Add(invocation);
        }
    }

    private static HttpReply Ask(SandboxServer sandbox, HttpRequest request)
    {
        var answer = sandbox.AnswerAsync(request, CancellationToken.None);
        return answer.IsCompletedSuccessfully && answer.Result is { } reply ? reply : throw new InvalidOperationException("the sandbox did not answer at once");
    }

    private static async Task<HttpRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default))
        {
            headers[name] = string.Join(",", values);
        }

        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancel);
        return new HttpRequest(request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query.TrimStart('?'), headers, body);
    }

    private static HttpResponseMessage Written(HttpReply reply)
    {
        var message = new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = new ByteArrayContent(reply.Body) };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(reply.ContentType);
        foreach (var (name, value) in reply.Headers.Where(h => !message.Headers.TryAddWithoutValidation(h.Key, h.Value)))
        {
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}

/// <summary>Gives every AWS client the same way out.</summary>
internal sealed class WireFactory(HttpClient client) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
