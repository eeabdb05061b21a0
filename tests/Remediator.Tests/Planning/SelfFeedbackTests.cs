using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Planning;

public sealed class SelfFeedbackTests
{
    private const string Stack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Remediator/1";

    private static readonly OwnIdentity Own = OwnIdentity.Read(Some.Account, "RemediatorAction", Stack, "AWS::S3::Bucket=audit-bucket, AWS::SNS::Topic=arn:aws:sns:eu-west-1:111122223333:news");

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/RemediatorAction/rx-0123456789abcdef0123", true)]
    [InlineData("arn:aws-cn:sts::111122223333:assumed-role/RemediatorAction/x", true)]
    [InlineData("arn:aws:sts::444455556666:assumed-role/RemediatorAction/x", false)] // of an attacker's account
    [InlineData("arn:aws:iam::444455556666:role/RemediatorAction", false)]
    [InlineData("arn:aws:iam::111122223333:role/RemediatorAction", true)]
    [InlineData("arn:aws:iam::111122223333:role/path/RemediatorAction", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Other/RemediatorAction", false)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/RemediatorActionX/rx", false)]
    [InlineData("arn:aws:iam::111122223333:user/RemediatorAction", false)]
    [InlineData("arn:aws:s3:::assumed-role/RemediatorAction/x", false)]
    [InlineData("RemediatorAction", false)]
    [InlineData(null, false)]
    public void Calls_of_the_own_role_are_known_by_its_sessions(string? principal, bool own) =>
        Assert.Equal(own, SelfFeedback.Of(Some.Finding() with { Actor = new Actor(Principal: principal) }, Own) is not null);

    [Fact]
    public void A_finding_that_names_the_own_role_is_own_and_a_user_of_that_name_is_not()
    {
        Assert.Equal("The finding is about Remediator's own AWS::IAM::Role RemediatorAction.", Reason(new ResourceRef(ResourceKinds.Role, "RemediatorAction") { Involvement = Involvement.Actor }));
        Assert.Null(Reason(new ResourceRef(ResourceKinds.User, "RemediatorAction")));
    }

    [Fact]
    public void In_a_member_account_the_role_is_its_own_or_the_engine_s_and_nobody_else_s()
    {
        OwnShare? Of(string account) => SelfFeedback.Of(Some.Finding() with { Account = "444455556666", Actor = new Actor(Principal: $"arn:aws:sts::{account}:assumed-role/RemediatorAction/rx-1") }, Own);

        Assert.NotNull(Of("444455556666"));
        Assert.NotNull(Of(Some.Account));
        Assert.Null(Of("777788889999"));
        Assert.Null(Reason(new ResourceRef(ResourceKinds.Role, "RemediatorAction", "arn:aws:iam::777788889999:role/RemediatorAction") { Involvement = Involvement.Actor }));
        Assert.NotNull(Reason(new ResourceRef(ResourceKinds.Role, "RemediatorAction", $"arn:aws:iam::{Some.Account}:role/RemediatorAction") { Involvement = Involvement.Actor }));
    }

    [Fact]
    public void GuardDuty_s_own_words_for_a_session_of_the_role_are_understood()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Samples, "guardduty", "role-credential-exfiltration.json"));
        var finding = ((SourceResult.Parsed)FindingReader.Read(text)).Findings[0];
        var role = finding.Resources.First(r => r.Kind == ResourceKinds.Role);

        Assert.Null(SelfFeedback.Of(finding, Own));
        Assert.NotNull(SelfFeedback.Of(finding, Own with { ActionRole = role.Id }));
    }

    [Fact]
    public void Own_resources_are_known_by_kind_and_exact_name_in_the_own_account()
    {
        Assert.NotNull(Reason(new ResourceRef(ResourceKinds.Bucket, "audit-bucket")));
        Assert.NotNull(Reason(new ResourceRef("AWS::SNS::Topic", "arn:aws:sns:eu-west-1:111122223333:news")));
        Assert.Null(Reason(new ResourceRef(ResourceKinds.Bucket, "audit-bucket-2")));
        Assert.Null(Reason(new ResourceRef(ResourceKinds.User, "audit-bucket")));
        Assert.Null(SelfFeedback.Of(Some.Finding(new ResourceRef(ResourceKinds.Bucket, "audit-bucket")) with { Account = "444455556666" }, Own));
    }

    [Fact]
    public void The_stack_s_resources_are_known_by_the_tag_that_only_CloudFormation_sets()
    {
        Assert.NotNull(Reason(Tagged(OwnIdentity.StackTag, Stack)));
        Assert.Null(Reason(Tagged(OwnIdentity.StackTag, Stack + "2")));
        Assert.Null(Reason(Tagged("remediator:role", "quarantine")));
        Assert.Null(SelfFeedback.Of(Some.Finding(Tagged(OwnIdentity.StackTag, Stack)), Own with { StackId = null }));
    }

    [Theory]
    [InlineData("remediator", "2026-03-01T04:00:00Z", true)]
    [InlineData("remediator", "2026-03-01T03:00:00.000Z", true)]
    [InlineData("remediator", "2026-03-01T02:59:59Z", false)]
    [InlineData("alice", "2026-03-01T04:00:00Z", false)]
    public void An_update_that_is_only_the_own_note_is_own(string author, string noted, bool own)
    {
        var finding = Some.Finding();
        var raw = $$$"""{"source":"aws.securityhub","detail":{"findings":[{"Id":"{{{finding.Id}}}","UpdatedAt":"2026-03-01T03:00:00Z","Note":{"Text":"isolated","UpdatedBy":"{{{author}}}","UpdatedAt":"{{{noted}}}"}}]}}""";

        Assert.Equal(own, SelfFeedback.Of(finding with { Raw = raw }, Own) is not null);
    }

    [Theory]
    [InlineData("{\"UpdatedBy\"")]
    [InlineData("[{\"UpdatedBy\":1}]")]
    [InlineData("{\"Note\":{\"UpdatedBy\":\"remediator\"}}")]
    public void Raw_text_of_any_shape_is_no_error(string raw) => Assert.Null(SelfFeedback.Of(Some.Finding() with { Raw = raw }, Own));

    [Theory]
    [InlineData("guardduty", "UnauthorizedAccess:IAMUser/TorIPCaller", true)]
    [InlineData("guardduty", "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", true)]
    [InlineData("guardduty", "Discovery:S3/MaliciousIPCaller", true)]
    [InlineData("guardduty", "PenTest:IAMUser/KaliLinux", true)]
    [InlineData("guardduty", "CredentialAccess:IAMUser/AnomalousBehavior", true)]
    [InlineData("guardduty", "AttackSequence:IAM/CompromisedCredentials", true)]
    [InlineData("guardduty", "Impact:IAMUser/AnomalousBehavior", false)]
    [InlineData("guardduty", "Stealth:IAMUser/CloudTrailLoggingDisabled", false)]
    [InlineData("guardduty", "DefenseImpairment:EC2/DisableOrModifyTools", false)]
    [InlineData("guardduty", "Policy:S3/BucketBlockPublicAccessDisabled", false)]
    [InlineData("cloudtrail", "DefenseEvasion:CloudTrail/StopLogging", false)]
    [InlineData("securityhub", "TTPs/UnauthorizedAccess:IAMUser-TorIPCaller", true)]
    public void Calls_of_the_own_role_are_told_unless_they_are_what_it_does_by_design(string source, string type, bool told)
    {
        var role = new ResourceRef(ResourceKinds.Role, "RemediatorAction");
        var finding = Some.Finding(role) with { Source = source, Type = type, Actor = new Actor(Api: "s3:DeletePublicAccessBlock") };

        var share = SelfFeedback.Of(finding, Own)!;

        Assert.Equal((told, null), (share.IsTold, share.Rest));
    }

    [Fact]
    public void A_setting_of_an_own_resource_is_passed_over_and_a_threat_to_it_is_told()
    {
        var finding = Some.Finding(new ResourceRef(ResourceKinds.Bucket, "audit-bucket"));

        Assert.False(SelfFeedback.Of(finding with { Source = "config", Type = "s3-bucket-ssl" }, Own)!.IsTold);
        Assert.True(SelfFeedback.Of(finding with { Type = "Discovery:S3/TorIPCaller", Actor = new Actor(Api: "s3:ListObjects") }, Own)!.IsTold);
    }

    [Fact]
    public async Task Tor_with_the_own_role_s_credentials_changes_nothing_and_people_are_told_once()
    {
        var ledger = new InMemoryLedger(new ManualTime());
        var key = new ResourceRef(ResourceKinds.AccessKey, "ASIAIOSFODNN7EXAMPLE") { Involvement = Involvement.Actor };
        var finding = Some.Finding(new ResourceRef(ResourceKinds.Role, "RemediatorAction"), key) with { Type = "UnauthorizedAccess:IAMUser/TorIPCaller", Actor = new Actor(Principal: "RemediatorAction", Api: "iam:PutRolePolicy") };

        await Responder(ledger).RespondAsync(finding, null, "w", byOperator: false, default);
        await Responder(ledger).RespondAsync(finding with { Count = 2, UpdatedAt = Some.Time.AddHours(1) }, null, "w2", byOperator: false, default);

        var notice = Assert.Single(ledger.Outbox);
        Assert.Equal((NoticeKind.Reported, "slack,email"), (notice.Kind, string.Join(',', notice.Channels)));
        Assert.Contains("find out at once whose calls these are", Assert.Single(new NoticeRenderer().Render(notice).Reasons), StringComparison.Ordinal);
        Assert.Equal("own", (await ledger.FindUnmatchedAsync(finding.Id, default))!.Outcome);
        Assert.Empty(Assert.Single(await ledger.ListAsync(10, default)).Changes);
    }

    [Fact]
    public async Task An_own_resource_in_an_attack_sequence_does_not_hide_the_rest_of_it()
    {
        var ledger = new InMemoryLedger(new ManualTime());
        var finding = Some.Finding(Some.Instance(), new ResourceRef(ResourceKinds.Bucket, "audit-bucket")) with { Type = "AttackSequence:S3/CompromisedData" };

        var responses = await Responder(ledger).RespondAsync(finding, null, "w", byOperator: false, default);

        Assert.Equal(["ec2-compromised AWS::EC2::Instance", "remediator-itself AWS::S3::Bucket"], responses.Cast<Response.Ran>().Select(r => $"{r.Playbook.Id} {r.Resource.Kind}"));
        Assert.Contains(ledger.Outbox, e => e.Record.Key.Playbook == "remediator-itself");
    }

    [Fact]
    public async Task That_people_could_not_be_told_of_an_own_resource_keeps_nothing_else_from_being_answered()
    {
        var memory = new InMemoryLedger(new ManualTime());
        var ledger = new LedgerWatch(memory) { Saved = r => r.Key.Playbook == "remediator-itself" ? throw new IOException("the ledger is away") : Task.CompletedTask };
        var finding = Some.Finding(Some.Instance(), new ResourceRef(ResourceKinds.Bucket, "audit-bucket")) with { Type = "AttackSequence:S3/CompromisedData" };

        await Assert.ThrowsAsync<IOException>(() => Responder(ledger).RespondAsync(finding, null, "w", byOperator: false, default));

        Assert.Contains(await memory.ListAsync(10, default), r => r.Key.Playbook == "ec2-compromised" && r.State != ExecutionState.Received);
    }

    [Fact]
    public async Task An_own_finding_starts_nothing_is_recorded_and_an_operator_may_still_ask()
    {
        var ledger = new InMemoryLedger(new ManualTime());
        var responder = Responder(ledger);
        var finding = Some.Finding() with { Type = "Impact:IAMUser/AnomalousBehavior", Actor = new Actor(Principal: "arn:aws:sts::111122223333:assumed-role/RemediatorAction/rx-1", Api: "ec2:StopInstances") };

        var response = Assert.IsType<Response.Own>(Assert.Single(await responder.RespondAsync(finding, null, "w", byOperator: false, default)));

        Assert.False(response.NeedsRedelivery);
        Assert.Equal(("own", response.Reason), ((await ledger.FindUnmatchedAsync(finding.Id, default)) is { } u ? (u.Outcome, u.Reason) : default));
        Assert.Empty(await ledger.ListAsync(10, default));
        Assert.IsType<Response.Ran>(Assert.Single(await responder.RespondAsync(finding, null, "w", byOperator: true, default)));
    }

    [Fact]
    public async Task What_the_source_calls_settled_starts_nothing_and_is_recorded_so()
    {
        var ledger = new InMemoryLedger(new ManualTime());
        var finding = Some.Finding() with { Status = FindingStatus.Resolved };

        Assert.IsType<Response.Unmatched>(Assert.Single(await Responder(ledger).RespondAsync(finding, null, "w", byOperator: false, default)));
        Assert.Equal(UnmatchedFinding.Resolved, (await ledger.FindUnmatchedAsync(finding.Id, default))!.Outcome);
    }

    private static string? Reason(ResourceRef resource) => SelfFeedback.Of(Some.Finding(resource), Own)?.Reason;

    private static ResourceRef Tagged(string key, string value) => Some.Instance() with { Tags = ImmutableDictionary<string, string>.Empty.Add(key, value) };

    private static Responder Responder(IExecutionLedger ledger)
    {
        var time = new ManualTime();
        var runner = new RemediationRunner(ledger, new OwnCredentialsBroker(new Amazon.Runtime.AnonymousAWSCredentials(), "none", new AwsEndpoint()), ControlSource.InMemory(time), time, new RunnerOptions());
        return new Responder(new PlaybookMatcher([Some.Playbook("isolate-instance")]), runner, ledger, time, Own);
    }
}
