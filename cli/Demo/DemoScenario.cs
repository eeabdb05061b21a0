using System.Collections.Immutable;
using Amazon.SecurityToken;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.Cli.Demo;

/// <summary>Runs the real engine on the sandbox account: respond, deliver once more, release, compare.</summary>
/// <remarks>Without the playbooks that act beside others: one event, one execution.</remarks>
public sealed class DemoScenario(SandboxServer sandbox, ImmutableArray<Playbook> playbooks, TimeProvider clock)
{
    private readonly InMemoryLedger _ledger = new(clock);
    private readonly ControlSource _controls = ControlSource.InMemory(clock);

    /// <param name="name">What to call the event.</param>
    /// <param name="json">The event as its service sends it.</param>
    public async Task<DemoStory> RunAsync(string name, byte[] json, CancellationToken cancel)
    {
        var before = sandbox.Snapshot();
        using var sts = new AmazonSecurityTokenServiceClient(
            SandboxKeys.For(sandbox.Account.Id), (AmazonSecurityTokenServiceConfig)new AwsEndpoint(sandbox.Url).Apply(new AmazonSecurityTokenServiceConfig(), DemoAccount.Region));
        var broker = new AssumeRoleBroker(sts, DemoAccount.ActionRole, new AwsEndpoint(sandbox.Url));
        var options = new RunnerOptions();
        var responder = new Responder(new PlaybookMatcher([.. playbooks.Where(p => !p.Beside)]), new RemediationRunner(_ledger, broker, _controls, clock, options), _ledger, clock);

        var response = Only(await responder.RespondAsync(json, PlaybookMode.Enforce, "demo", cancel));
        if (response is not Response.Ran { Result: RunResult.Ran { Record: var contained } })
        {
            return new DemoStory(name, response, null, null, [], null, []);
        }

        var callsBefore = sandbox.Calls.Count;
        var again = Only(await responder.RespondAsync(json, PlaybookMode.Enforce, "demo-again", cancel));
        var repeated = sandbox.Calls.Skip(callsBefore).Where(c => c.Changes).Select(c => c.ToString()).ToImmutableArray();
        var released = await new ReleaseRunner(_ledger, broker, clock, options).ReleaseAsync(contained.Id, "demo-release", force: false, cancel);
        var messages = _ledger.Outbox.Where(e => e.Record.Id == contained.Id).Select(DemoMessages.Of).ToImmutableArray();
        return new DemoStory(name, response, again, released, messages, repeated, [.. SandboxSnapshot.Difference(before, sandbox.Snapshot())]);
    }

    private static Response Only(ImmutableArray<Response> responses) =>
        responses.Length == 1 ? responses[0] : throw new InvalidOperationException($"the demo's events are about one resource each, this one is about {responses.Length}");
}

/// <summary>What people would have got: the same news as Slack and as email.</summary>
/// <param name="Slack">The body of the webhook call.</param>
public sealed record DemoMessages(NoticeKind Kind, string Slack, EmailMessage Email)
{
    public static DemoMessages Of(OutboxEntry entry)
    {
        var notice = new NoticeRenderer().Render(entry);
        return new DemoMessages(entry.Kind, SlackMessage.Render(notice), EmailMessage.Render(notice));
    }
}

/// <summary>One event from beginning to end.</summary>
/// <param name="Repeated">Changing calls of the second delivery: there must be none.</param>
/// <param name="Left">Differences between the account before and after; only what is kept on purpose may be there.</param>
public sealed record DemoStory(
    string Name,
    Response Response,
    Response? Again,
    ReleaseResult? Released,
    ImmutableArray<DemoMessages> Messages,
    ImmutableArray<string>? Repeated,
    ImmutableArray<string> Left)
{
    public ExecutionRecord? Contained => Response is Response.Ran { Result: RunResult.Ran { Record: var record } } ? record : null;

    /// <summary>Evidence and the shared quarantine group stay, and AWS gives an association that is made again a new id; everything else must be as it was.</summary>
    public ImmutableArray<string> Unexpected => [.. Left.Where(line => !IsKeptOnPurpose(line))];

    /// <summary>What people ought to have been told, and were not.</summary>
    public ImmutableArray<NoticeKind> Untold => [.. new[] { NoticeKind.Contained, NoticeKind.Released }.Except(Messages.Select(m => m.Kind))];

    public bool Succeeded =>
        Contained is { State: ExecutionState.Verified }
        && Again is Response.Ran { Result: RunResult.AlreadyHandled }
        && Repeated is { IsEmpty: true }
        && Released is ReleaseResult.Ran { Record.State: ExecutionState.Released }
        && Untold.IsEmpty
        && Unexpected.IsEmpty;

    private static bool IsKeptOnPurpose(string line)
    {
        var path = line.Split(": ", 2)[0];
        return path.EndsWith("/associationId", StringComparison.Ordinal) || (line.Contains(": (absent) -> ", StringComparison.Ordinal)
            && (path.Contains("/snapshots/", StringComparison.Ordinal) || path.EndsWith("/snapshots", StringComparison.Ordinal)
                || (path.Contains("/securityGroups/", StringComparison.Ordinal) && line.Contains("remediator-quarantine", StringComparison.Ordinal))));
    }
}
