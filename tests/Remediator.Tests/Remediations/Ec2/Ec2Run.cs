using System.Text.Json;
using Amazon.SecurityToken;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Ec2;

/// <summary>The engine with a sandbox account: respond and release, and what differs from the start.</summary>
internal sealed class Ec2Run : IAsyncDisposable
{
    private const string ActionRole = "RemediatorAction";

    private readonly ManualTime _time = new();
    private readonly InMemoryLedger _ledger;
    private readonly ICredentialBroker _broker;
    private string _start = "";
    private int _worker;

    private Ec2Run(SandboxServer sandbox, ICredentialBroker broker)
    {
        Sandbox = sandbox;
        _ledger = new InMemoryLedger(_time);
        _broker = broker;
    }

    public SandboxServer Sandbox { get; }

    /// <summary>Who acted, as the findings say.</summary>
    public Actor? Actor { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>The record of CloudTrail that the findings are.</summary>
    public string? Record { get; set; }

    /// <summary>What else the findings name.</summary>
    public IReadOnlyList<ResourceRef> Others { get; set; } = [];

    public SandboxAccount Account => Sandbox.Account;

    /// <summary>What people are to be told, by kind.</summary>
    public async Task<IReadOnlyList<NoticeKind>> MessagesAsync() => [.. (await _ledger.ListPendingAsync(100, CancellationToken.None)).Select(p => p.Kind)];

    public SandboxRegion Region => Account.Region(Some.Region);

    /// <summary>As the account's administrator.</summary>
    public static async Task<Ec2Run> StartAsync(int? pageSize = null)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region, PageSize = pageSize });
        return new Ec2Run(sandbox, new OwnCredentialsBroker(SandboxKeys.For(Some.Account), Some.Account, Endpoint(sandbox)));
    }

    /// <summary>With no more than what these remediations declare: the action role's policy, cut down by the session's.</summary>
    public static async Task<Ec2Run> StartRestrictedAsync(params string[] remediations)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region, EnforcePermissions = true });
        sandbox.Account.AddRole(ActionRole, policy: PermissionPolicy.ForRole(remediations.Select(RemediationCatalogue.Get), "aws", Some.Account));
        return new Ec2Run(sandbox, new AssumeRoleBroker(sandbox.Session().Client<IAmazonSecurityTokenService>(), ActionRole, Endpoint(sandbox)));
    }

    /// <summary>Whether the playbook lets its steps do what can't be undone.</summary>
    public bool AllowsIrreversible { get; set; }

    private static AwsEndpoint Endpoint(SandboxServer sandbox) => new(sandbox.Url) { MaxRetries = 0 };

    /// <summary>Steps as in a playbook: a name, or a name and its options as JSON.</summary>
    public Task<ExecutionRecord> RespondAsync(string instanceId, CancellationToken cancel, params (string Step, string? Options)[] steps) =>
        RespondAsync(Some.Instance(instanceId), cancel, steps);

    public async Task<ExecutionRecord> RespondAsync(ResourceRef resource, CancellationToken cancel, params (string Step, string? Options)[] steps)
    {
        if (_start.Length == 0)
        {
            _start = Sandbox.Snapshot();
        }

        var playbook = Some.Playbook() with { Steps = [.. steps.Select(s => new PlaybookStep(s.Step, s.Options is null ? null : JsonElement.Parse(s.Options), AllowsIrreversible))] };
        _time.Advance(TimeSpan.FromMinutes(10));
        var runner = new RemediationRunner(_ledger, _broker, ControlSource.InMemory(_time), _time, new RunnerOptions());
        return await runner.RunAsync(new RunRequest(Finding(resource), playbook, resource, PlaybookMode.Enforce, $"worker-{++_worker}"), cancel) switch
        {
            RunResult.Ran ran => ran.Record,
            RunResult.AlreadyHandled handled => handled.Record,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    private Finding Finding(ResourceRef resource)
    {
        var some = Some.Finding([resource, .. Others]) with { Actor = Actor, UpdatedAt = UpdatedAt };
        return Record is null ? some : some with { Source = "cloudtrail", Raw = Record };
    }

    public Task<ExecutionRecord> IsolateAsync(string instanceId, string? options = null) =>
        RespondAsync(instanceId, CancellationToken.None, ("isolate-instance", options));

    public async Task<ExecutionRecord> ReleaseAsync(ExecutionRecord record)
    {
        var result = await new ReleaseRunner(_ledger, _broker, _time, new RunnerOptions()).ReleaseAsync(record.Id, $"worker-{++_worker}", force: false, CancellationToken.None);
        return Assert.IsType<ReleaseResult.Ran>(result).Record;
    }

    /// <summary>Lines that differ from the state before the first response; a new association id is AWS's, not ours.</summary>
    public IReadOnlyList<string> Differences() =>
        [.. SandboxSnapshot.Difference(_start, Sandbox.Snapshot()).Where(l => !l.Contains("/associationId:", StringComparison.Ordinal))];

    public static void AssertVerified(ExecutionRecord record)
    {
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure} {string.Join("; ", record.Steps)}");
        Assert.All(record.Changes, c => Assert.True(c.Status == ChangeStatus.Verified, $"{c.Change.Attribute} {c.Change.Target}: {c.Error}"));
    }

    public static void AssertReleased(ExecutionRecord record) => Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
