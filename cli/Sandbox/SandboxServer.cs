using Remediator.Cli.Sandbox.Http;
using Remediator.Cli.Sandbox.Permissions;
using Remediator.Cli.Sandbox.Wire;
using Remediator.Execution;

namespace Remediator.Cli.Sandbox;

/// <summary>An in-memory AWS that answers the engine's own operations over HTTP on loopback.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly World _world;
    private readonly List<SandboxCall> _calls = [];
    private readonly HttpServer? _http;

    private SandboxServer(SandboxOptions options, bool listens)
    {
        _world = new World(options);
        Account = _world.Account(options.Account);
        if (listens)
        {
            _http = new HttpServer(options.Port, AnswerAsync);
            Faults.Died = _http.Disconnect;
        }
    }

    public string Url => _http?.Url ?? throw new InvalidOperationException("This sandbox answers within its process only.");

    /// <summary>The default account.</summary>
    public SandboxAccount Account { get; }

    /// <summary>Which calls go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Every call so far, in the order of their arrival.</summary>
    public IReadOnlyList<SandboxCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    internal SandboxCall? LastCall
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count == 0 ? null : _calls[^1];
            }
        }
    }

    /// <summary>ARN of whoever an access key belongs to.</summary>
    internal string? PrincipalOf(string accessKeyId)
    {
        lock (_gate)
        {
            return _world.WhoIs(accessKeyId)?.Arn;
        }
    }

    /// <summary>The IAM actions of the operations that the sandbox answers.</summary>
    public static IReadOnlySet<string> Actions { get; } = OperationTable.Actions.ToHashSet(StringComparer.Ordinal);

    public static Task<SandboxServer> StartAsync(SandboxOptions? options = null) => Task.FromResult(new SandboxServer(options ?? new SandboxOptions(), listens: true));

    /// <summary>One without a socket, for <see cref="AnswerAsync"/> alone.</summary>
    internal static SandboxServer WithoutSocket(SandboxOptions options) => new(options, listens: false);

    /// <summary>Another account; it comes into being when first asked for.</summary>
    public SandboxAccount AccountOf(string id)
    {
        lock (_gate)
        {
            return _world.Account(id);
        }
    }

    /// <summary>A session as the administrator of an account, without retries so that faults show.</summary>
    public AwsSession Session(string? account = null, string? region = null) =>
        new(SandboxKeys.For(account ?? Account.Id), account ?? Account.Id, region ?? _world.Options.Region, "aws", new AwsEndpoint(Url) { MaxRetries = 0 });

    /// <summary>The whole state as canonical JSON: equal states give equal text.</summary>
    public string Snapshot()
    {
        lock (_gate)
        {
            return SandboxSnapshot.Write(_world.Accounts);
        }
    }

    public ValueTask DisposeAsync() => _http?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal async ValueTask<HttpReply?> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        var (reply, hang) = Handle(request, cancel);
        if (hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _world.Clock, cancel);
        }

        return reply;
    }

    private (HttpReply? Reply, bool Hang) Handle(HttpRequest request, CancellationToken gone)
    {
        lock (_gate)
        {
            if (gone.IsCancellationRequested)
            {
                return (null, false);
            }

            var requestId = _world.RequestId();
            var scope = SigningScope.Parse(request.Header("Authorization"));
            if (scope is null)
            {
                var unsigned = request.Header("X-Amz-Target") is not null ? Protocol.Json : request.Method == "POST" ? Protocol.Query : Protocol.S3;
                return (ReplyWriter.Error(unsigned, new AwsError(unsigned == Protocol.S3 ? "AccessDenied" : "MissingAuthenticationToken", "Request is missing Authentication Token", 403), requestId), false);
            }

            if (OperationTable.ProtocolOf(scope.Service, request.Path) is not { } protocol)
            {
                return (ReplyWriter.Error(Protocol.Query, new AwsError("UnknownService", $"The sandbox has no service '{scope.Service}'.", 501), requestId), false);
            }

            return new CallHandler(_world, Faults, _calls).Handle(scope, protocol, request, requestId);
        }
    }
}
