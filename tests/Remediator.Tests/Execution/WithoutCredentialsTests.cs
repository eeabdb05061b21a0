using Amazon.SecurityToken;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Execution;

/// <summary>The action role can't be assumed: what that makes of an execution in each of its states.</summary>
public sealed class WithoutCredentialsTests
{
    private const string Reason = "no credentials for account 111122223333: ";
    private static readonly Playbook Blocking = Some.Playbook("block-public-bucket") with { Id = "bucket-public", Mode = PlaybookMode.Enforce, Notify = ["slack"] };
    private static readonly Finding Public = Some.Finding(new ResourceRef(ResourceKinds.Bucket, "assets", "arn:aws:s3:::assets")) with { UpdatedAt = Some.Time };

    private readonly ManualTime _time = new(Some.Time);
    private readonly InMemoryLedger _ledger;

    public WithoutCredentialsTests() => _ledger = new InMemoryLedger(_time);

    /// <summary>The state, what a newer finding comes to, the state then, and whether people are told.</summary>
    public static TheoryData<ExecutionState, Type, ExecutionState, bool> States => new()
    {
        { ExecutionState.Received, typeof(RunResult.Ran), ExecutionState.Failed, true },
        { ExecutionState.Observed, typeof(RunResult.Withheld), ExecutionState.Observed, false },
        { ExecutionState.AwaitingApproval, typeof(RunResult.Withheld), ExecutionState.AwaitingApproval, false },
        { ExecutionState.Refused, typeof(RunResult.Withheld), ExecutionState.Refused, false },
        { ExecutionState.Planned, typeof(RunResult.Ran), ExecutionState.Planned, true },
        { ExecutionState.Applying, typeof(RunResult.Ran), ExecutionState.Applying, true },
        { ExecutionState.Applied, typeof(RunResult.Ran), ExecutionState.Applied, true },
        { ExecutionState.Failed, typeof(RunResult.Ran), ExecutionState.Failed, true },
        { ExecutionState.Verified, typeof(RunResult.Ran), ExecutionState.Verified, true },
        { ExecutionState.Regressed, typeof(RunResult.Withheld), ExecutionState.Regressed, true },
        { ExecutionState.Drifted, typeof(RunResult.Withheld), ExecutionState.Drifted, true },
        { ExecutionState.Released, typeof(RunResult.Withheld), ExecutionState.Released, true },

        // A release is not finished by a delivery: it does not come to credentials.
        { ExecutionState.Releasing, typeof(RunResult.Withheld), ExecutionState.Releasing, false },
    };

    [Fact]
    public void Every_state_is_among_them() => Assert.Equal(Enum.GetValues<ExecutionState>().Order(), States.Select(s => (ExecutionState)s[0]).Order());

    [Theory]
    [MemberData(nameof(States))]
    public async Task Each_state_stays_or_fails_and_comes_again(ExecutionState state, Type result, ExecutionState then, bool isTold)
    {
        await SeedAsync(state);

        // What was ended is taken up again by a person alone.
        var answer = await RunAsync(byOperator: state is ExecutionState.Released or ExecutionState.Drifted);

        Assert.IsType(result, answer);
        Assert.True(new Response.Ran(Public, Blocking, Public.Resources[0], answer).NeedsRedelivery);
        var record = Assert.Single(await _ledger.ListAsync(10, default));
        Assert.Equal(then, record.State);
        Assert.Equal(isTold, record.Failure?.StartsWith(Reason, StringComparison.Ordinal) == true);
        Assert.Equal(isTold ? [NoticeKind.Failed] : [], _ledger.Outbox.Select(e => e.Kind));
    }

    [Theory]
    [InlineData(ExecutionState.Observed)]
    [InlineData(ExecutionState.AwaitingApproval)]
    [InlineData(ExecutionState.Refused)]
    public async Task Where_a_person_asks_for_more_than_was_shown_the_run_fails_and_what_was_shown_is_no_plan(ExecutionState state)
    {
        await SeedAsync(state);

        Assert.IsType<RunResult.Ran>(await RunAsync(byOperator: true));

        var record = Assert.Single(await _ledger.ListAsync(10, default));
        Assert.Equal((ExecutionState.Failed, 0), (record.State, record.Changes.Length));
        Assert.Null(record.Verdict);
    }

    [Fact]
    public async Task A_person_who_only_looks_changes_nothing_of_what_stands()
    {
        await SeedAsync(ExecutionState.Verified);

        Assert.IsType<RunResult.Looked>(await RunAsync(byOperator: true, PlaybookMode.Observe));

        Assert.Null(Assert.Single(await _ledger.ListAsync(10, default)).Failure);
        Assert.Empty(_ledger.Outbox);
    }

    [Fact]
    public async Task The_same_failure_is_told_once()
    {
        await SeedAsync(ExecutionState.Planned);

        await RunAsync();
        await RunAsync();

        Assert.Single(_ledger.Outbox);
    }

    private async Task SeedAsync(ExecutionState state)
    {
        if (state == ExecutionState.Received)
        {
            return;
        }

        var key = ExecutionKey.Of(Public, Blocking.Id, Public.Resources[0]);
        var fresh = new ExecutionRecord
        {
            Id = ExecutionIdentity.Of(key),
            Key = key,
            State = state,
            Finding = Public,
            Resource = Public.Resources[0],
            PlaybookTitle = Blocking.Title,
            PlaybookVersion = Blocking.Version,
            Mode = PlaybookMode.Enforce,
            Notify = ["slack"],
            CreatedAt = Some.Time,
            UpdatedAt = Some.Time,
            Verdict = new Verdict.Proceed(),
            Changes = [Records.Verified(Some.Change() with { Step = "block-public-bucket" })],
        };
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(fresh, "w", TimeSpan.FromMinutes(1), default)).Record;
        await _ledger.SaveAsync(claimed with { LeaseUntil = _time.GetUtcNow() }, [], default);
    }

    private async Task<RunResult> RunAsync(bool byOperator = false, PlaybookMode? asked = null)
    {
        _time.Advance(TimeSpan.FromHours(1));
        var newer = Public with { UpdatedAt = _time.GetUtcNow() };
        var controls = new ControlSource(new InMemoryControlStore(_time), new InMemoryBudgetCounters(), new NoOrganization());
        return await new RemediationRunner(_ledger, new Broken(), controls, _time, new RunnerOptions())
            .RunAsync(new RunRequest(newer, Blocking, newer.Resources[0], asked ?? PlaybookMode.Enforce, $"w-{_time.GetUtcNow():O}", byOperator, asked is not null), default);
    }

    private sealed class Broken : ICredentialBroker
    {
        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
            throw new AmazonSecurityTokenServiceException("not authorized to perform: sts:AssumeRole");
    }
}
