using Remediator.Execution;
using Remediator.Findings;
using Remediator.Playbooks;
using Remediator.Tests.Support;

namespace Remediator.Tests.Execution;

/// <summary>Which executions of a resource raise the answer to another finding about it.</summary>
public sealed class CorroborationTests
{
    private static readonly DateTimeOffset Now = Records.At + TimeSpan.FromDays(2);
    private static readonly CorroborationRule Rule = new(TimeSpan.FromHours(24), PlaybookMode.Approve, SeverityLabel.Medium, []);
    private static readonly ExecutionRecord Own = Record("own", Records.At + TimeSpan.FromHours(1)) with { State = ExecutionState.Received };
    private static readonly ExecutionRecord Other = Record("other", Records.At);

    [Fact]
    public void Another_finding_of_the_resource_raises_and_is_named()
    {
        var raised = Of(Other);

        Assert.True(raised!.IsRaised);
        Assert.Equal("by the guardduty finding Backdoor:EC2/C&CActivity.B!DNS (other), last reported 2026-03-01 03:00 UTC, execution rx-other", raised.Says);
    }

    [Fact]
    public void One_that_was_only_told_or_observed_raises_too() =>
        Assert.True(Of(Other with { State = ExecutionState.Observed, Key = Other.Key with { Playbook = "tell" } })!.IsRaised);

    /// <summary>A finding about models is on the key, one about a bucket on the user who has it.</summary>
    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "alice", "AIDAEXAMPLEUSER00001", true)]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "alice", null, true)]
    [InlineData(null, "alice", "AIDAEXAMPLEUSER00001", true)]
    [InlineData("AKIAI44QH8DHBEXAMPLE", "alice", "AIDAEXAMPLEUSER00001", true)]
    [InlineData("AKIAI44QH8DHBEXAMPLE", "alice", "AIDAEXAMPLEUSER00002", false)]
    [InlineData("AKIAI44QH8DHBEXAMPLE", "bob", null, false)]
    public void One_about_the_user_of_a_key_is_about_the_key_too(string? key, string user, string? id, bool raises)
    {
        var own = As(Own, StepTrial.Resource(
            ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE", (ResourceDetails.UserType, "IAMUser"), (ResourceDetails.UserName, "alice"), (ResourceDetails.PrincipalId, "AIDAEXAMPLEUSER00001")));
        (string, string)[] details = [.. key is null ? [] : new[] { (ResourceDetails.AccessKeyId, key) }, .. id is null ? [] : new[] { (ResourceDetails.PrincipalId, id) }];
        var other = As(Other, StepTrial.Resource(ResourceKinds.User, user, details) with { Involvement = Involvement.Actor });

        Assert.Equal(raises, Of(other, own) is { IsRaised: true });
        Assert.Equal(raises, Of(own with { State = ExecutionState.Verified }, other with { CreatedAt = own.CreatedAt }) is { IsRaised: true });
        Assert.Null(Of(other with { Key = other.Key with { Account = "444455556666" } }, own));
    }

    [Fact]
    public void The_same_finding_answered_by_another_playbook_does_not() =>
        Assert.Null(Of(Other with { Key = Own.Key with { Playbook = "tell" } }));

    [Fact]
    public void One_of_another_account_does_not() =>
        Assert.Null(Of(Other with { Key = Other.Key with { Account = "444455556666" } }));

    [Fact]
    public void One_of_a_vulnerability_does_not() =>
        Assert.Null(Of(Other with { Finding = Other.Finding with { Source = "inspector2", Type = "PACKAGE_VULNERABILITY", Role = ResourceRole.Unspecified } }));

    [Fact]
    public void One_in_which_the_resource_is_attacked_does_not() =>
        Assert.Null(Of(Other with { Finding = Other.Finding with { Role = ResourceRole.Target, Direction = ConnectionDirection.Inbound, Actor = new Actor("198.51.100.7") } }));

    [Fact]
    public void One_of_a_source_that_this_build_does_not_know_does_not() =>
        Assert.Null(Of(Other with { Finding = Other.Finding with { Source = "of-tomorrow" } }));

    [Fact]
    public void A_sample_does_not() =>
        Assert.Null(Of(Other with { Finding = Other.Finding with { IsSample = true } }));

    [Theory]
    [InlineData(ExecutionState.Received)]
    [InlineData(ExecutionState.Refused)]
    [InlineData(ExecutionState.Released)]
    public void One_that_was_refused_or_released_does_not(ExecutionState state) => Assert.Null(Of(Other with { State = state }));

    [Fact]
    public void One_below_the_severity_does_not() =>
        Assert.Null(Of(Other with { Finding = Other.Finding with { Severity = new Severity(2) } }));

    [Theory]
    [InlineData(23, true)]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public void The_window_is_from_its_last_report_to_this_one(int hours, bool raises)
    {
        var own = Record("own", Other.CreatedAt + TimeSpan.FromHours(hours));

        Assert.Equal(raises, Of(Other, own) is { IsRaised: true });
        Assert.NotNull(Of(Other with { Finding = Other.Finding with { UpdatedAt = Other.CreatedAt + TimeSpan.FromHours(2) } }, own));
    }

    [Fact]
    public void A_time_in_the_future_is_not_believed() =>
        Assert.Null(Of(Other with { Finding = Other.Finding with { UpdatedAt = Now + TimeSpan.FromDays(9) } }, Record("own", Other.CreatedAt + TimeSpan.FromHours(25))));

    [Fact]
    public void A_finding_that_came_after_this_version_raises_only_the_next_version()
    {
        var first = Record("own", Records.At - TimeSpan.FromHours(2));

        Assert.Null(Of(Other, first));
        Assert.NotNull(Of(Other, first with { Finding = first.Finding with { UpdatedAt = Records.At + TimeSpan.FromHours(1) } }));
    }

    [Fact]
    public void What_is_not_known_raises_nothing_and_is_said()
    {
        var unknown = Corroboration.Of(Rule, Own, Own.Finding, new OtherFindings.Unknown("the ledger is away"), Now);

        Assert.False(unknown!.IsRaised);
        Assert.Contains("not known, so nothing was raised: the ledger is away", unknown.Says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExecutionState.Applying, true)]
    [InlineData(ExecutionState.Verified, true)]
    [InlineData(ExecutionState.AwaitingApproval, false)]
    public void What_was_begun_stays_raised_though_the_other_is_gone(ExecutionState state, bool stays)
    {
        var raised = new Corroboration(true, "by another");

        var now = Corroboration.Of(Rule, Own with { State = state, Corroboration = raised }, Own.Finding, new OtherFindings.Known([]), Now);

        Assert.Equal(stays ? raised : null, now);
    }

    [Fact]
    public void What_its_source_has_called_settled_since_counts_no_more_and_what_was_reported_again_does()
    {
        var settled = new UnmatchedFinding("other", "guardduty", "", UnmatchedFinding.Resolved, "", Records.At + TimeSpan.FromMinutes(1));

        Assert.False(Corroboration.IsSettled(Other, null));
        Assert.True(Corroboration.IsSettled(Other, settled));
        Assert.False(Corroboration.IsSettled(Other with { Finding = Other.Finding with { UpdatedAt = Records.At + TimeSpan.FromHours(1) } }, settled));
    }

    [Theory]
    [InlineData(PlaybookMode.Observe, PlaybookMode.Approve)]
    [InlineData(PlaybookMode.Enforce, PlaybookMode.Enforce)]
    public void A_mode_is_raised_and_never_lowered_and_the_steps_come_behind_the_own(PlaybookMode own, PlaybookMode then)
    {
        var playbook = Some.Playbook("snapshot-volumes") with { Mode = own, Corroborated = Rule with { Steps = [new("isolate-instance")] } };

        var raised = CorroborationRule.Raise(playbook);

        Assert.Equal(then, raised.Mode);
        Assert.Equal(["snapshot-volumes", "isolate-instance"], raised.Steps.Select(s => s.Remediation));
        Assert.Equal(playbook.AllSteps, raised.AllSteps);
    }

    [Fact]
    public void A_mode_that_a_person_asked_for_stays()
    {
        var playbook = Some.Playbook("snapshot-volumes") with { Mode = PlaybookMode.Observe, Corroborated = Rule };
        var request = new RunRequest(Some.Finding(), playbook, Some.Instance(), PlaybookMode.Observe, "w");

        Assert.Equal(PlaybookMode.Approve, request.With(new Corroboration(true, "")).Mode);
        Assert.Equal(PlaybookMode.Observe, (request with { ModeIsAsked = true }).With(new Corroboration(true, "")).Mode);
        Assert.Equal(PlaybookMode.Observe, request.With(new Corroboration(false, "")).Mode);
    }

    private static Corroboration? Of(ExecutionRecord other, ExecutionRecord? own = null) =>
        Corroboration.Of(Rule, own ?? Own, (own ?? Own).Finding, new OtherFindings.Known([other]), Now);

    private static ExecutionRecord As(ExecutionRecord record, ResourceRef resource) =>
        record with { Resource = resource, Key = record.Key with { ResourceKind = resource.Kind, ResourceId = resource.Id }, Finding = record.Finding with { Resources = [resource] } };

    private static ExecutionRecord Record(string finding, DateTimeOffset created)
    {
        var record = Records.Instance($"rx-{finding}", created);
        return record with { Key = record.Key with { FindingId = finding }, Finding = record.Finding with { Id = finding, UpdatedAt = null } };
    }
}
