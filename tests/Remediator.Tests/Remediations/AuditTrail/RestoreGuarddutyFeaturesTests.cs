using System.Globalization;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class RestoreGuarddutyFeaturesTests : IAsyncLifetime
{
    private const string Step = "restore-guardduty-features";
    private const string Id = "12abc34d567e8fa901bc2d34e56789f0";
    private const string Off = """{"features":[{"name":"S3_DATA_EVENTS","status":"DISABLED"}]}""";
    private const string On = """{"features":[{"name":"S3_DATA_EVENTS","status":"ENABLED"}]}""";

    private const string RuntimeOff = """
        {"features":[{"name":"RUNTIME_MONITORING","status":"DISABLED","additionalConfiguration":[{"name":"EC2_AGENT_MANAGEMENT","status":"DISABLED"},{"name":"EKS_ADDON_MANAGEMENT","status":"DISABLED"}]},
                     {"name":"S3_DATA_EVENTS","status":"DISABLED"}]}
        """;

    private const string RuntimeOn = """
        {"features":[{"name":"RUNTIME_MONITORING","status":"ENABLED","additionalConfiguration":[{"name":"EC2_AGENT_MANAGEMENT","status":"ENABLED"}]},{"name":"S3_DATA_EVENTS","status":"ENABLED"}]}
        """;

    private Ec2Run _run = null!;
    private ThreatDetector _detector = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync(Step, "enable-guardduty");
        _detector = _run.Account.AddDetector(isEnabled: true, id: Id, tags: new Tags { ["team"] = "security" });
        foreach (var name in (string[])["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"])
        {
            _detector.Features[name] = new DetectorFeature();
        }

        foreach (var name in (string[])["EC2_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"])
        {
            Feature("RUNTIME_MONITORING").Additional[name] = false;
        }
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Features_and_agents_that_were_on_are_on_again_and_a_release_switches_them_off_as_the_call_did()
    {
        Happened(-72, RuntimeOn);
        (_run.Actor, _run.UpdatedAt, _run.Record) = (new Actor(Api: "guardduty:UpdateDetector"), Some.Time, Document(0, RuntimeOff));

        var record = await _run.RespondAsync(StepTrial.Resource(ResourceKinds.Detector, Id), CancellationToken.None, (Step, null));

        Ec2Run.AssertVerified(record);
        Assert.Equal((true, true), (Feature("S3_DATA_EVENTS").IsOn, Feature("RUNTIME_MONITORING").IsOn));
        Assert.Equal((true, false), (Feature("RUNTIME_MONITORING").Additional["EC2_AGENT_MANAGEMENT"], Feature("RUNTIME_MONITORING").Additional["EKS_ADDON_MANAGEMENT"]));
        Assert.False(Feature("EKS_AUDIT_LOGS").IsOn);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.All(_detector.Features.Values, f => Assert.False(f.IsOn));
        Assert.All(Feature("RUNTIME_MONITORING").Additional.Values, Assert.False);
    }

    [Fact]
    public async Task A_detector_that_the_call_suspended_too_is_enabled_before_and_stays_so_after_a_release()
    {
        _detector.IsEnabled = false;
        Happened(-72, On);
        (_run.Actor, _run.UpdatedAt, _run.Record) = (new Actor(Api: "guardduty:UpdateDetector"), Some.Time, Document(0, Off.Insert(1, "\"enable\":false,")));

        var record = await _run.RespondAsync(StepTrial.Resource(ResourceKinds.Detector, Id), CancellationToken.None, ("enable-guardduty", null), (Step, null));

        Ec2Run.AssertVerified(record);
        Assert.Equal((true, true), (_detector.IsEnabled, Feature("S3_DATA_EVENTS").IsOn));
        Assert.Equal([0, 1], record.Changes.Select(c => c.Change.Stage));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal((true, false), (_detector.IsEnabled, Feature("S3_DATA_EVENTS").IsOn));
    }

    [Fact]
    public async Task It_says_which_call_had_switched_it_on_and_which_agents_stay_off()
    {
        Happened(-72, RuntimeOn);

        var observation = await Trial(RuntimeOff).ObserveAsync();

        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("security", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        Assert.Equal([$"{Id}/RUNTIME_MONITORING", $"{Id}/S3_DATA_EVENTS", $"{Id}/RUNTIME_MONITORING/EC2_AGENT_MANAGEMENT"], plan.Changes.Select(c => c.Target.Id));
        Assert.Equal("RUNTIME_MONITORING, on since before: UpdateDetector of 2026-10-29 03:00:00 UTC by arn:aws:iam::111122223333:user/admin, event e-72.", plan.Changes[0].Note);
        Assert.Contains(plan.Survivors, s => s.StartsWith("Not switched on again, EKS_ADDON_MANAGEMENT of RUNTIME_MONITORING: whether it was on before is not known", StringComparison.Ordinal));
        Assert.Contains("Additional configurations of RUNTIME_MONITORING that stay off: EKS_ADDON_MANAGEMENT.", plan.Survivors);
    }

    [Fact]
    public async Task Data_sources_are_the_features_that_they_became()
    {
        var plan = await Trial("""{"dataSources":{"s3Logs":{"enable":false},"kubernetes":{"auditLogs":{"enable":false}},"malwareProtection":{"scanEc2InstanceWithFindings":{"ebsVolumes":false}},"new":{"enable":false}}}""").PlanAsync();

        Assert.Equal([$"{Id}/S3_DATA_EVENTS", $"{Id}/EKS_AUDIT_LOGS", $"{Id}/EBS_MALWARE_PROTECTION"], plan.Changes.Select(c => c.Target.Id));
        Assert.Contains("Not switched on again, something that Remediator does not know.", plan.Survivors);
    }

    [Fact]
    public async Task A_feature_that_no_earlier_call_speaks_of_is_put_back_and_the_doubt_is_told()
    {
        var plan = await Trial(Off).PlanAsync();

        Assert.Single(plan.Changes);
        Assert.Contains(plan.Survivors, s => s.StartsWith("Whether S3_DATA_EVENTS was on before is not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_off_before_stays_off()
    {
        Happened(-72, On);
        Happened(-48, Off);

        Assert.Contains("S3_DATA_EVENTS: it was off before (UpdateDetector of 2026-10-30", await Trial(Off).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_GuardDuty_says_has_not_changed_since_before_the_call_stays_off()
    {
        Feature("S3_DATA_EVENTS").UpdatedAt = Some.Time.AddHours(-1);
        Assert.Contains("it has been off since 2026-11-01 02:00:00 UTC, before the call", await Trial(Off).NotApplicableAsync(), StringComparison.Ordinal);

        Feature("S3_DATA_EVENTS").UpdatedAt = Some.Time.AddMinutes(-1);
        Assert.Single((await Trial(Off).PlanAsync()).Changes);
    }

    [Fact]
    public async Task Steps_of_the_same_attack_are_not_what_stood_before()
    {
        Happened(-72, On);
        Happened(-2, Off);

        Assert.StartsWith("S3_DATA_EVENTS, on since before: UpdateDetector of 2026-10-29", Assert.Single((await Trial(Off).PlanAsync()).Changes).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_what_came_later_and_what_other_detectors_got_does_not_count()
    {
        Happened(-72, On);
        Happened(-48, Off, error: "AccessDenied");
        Happened(-40, Off, detector: "99abc34d567e8fa901bc2d34e56789f0");
        Happened(1, Off);

        Assert.Single((await Trial(Off).PlanAsync()).Changes);
    }

    [Fact]
    public async Task A_detector_that_was_made_with_a_feature_had_it_on()
    {
        _run.Region.Trail.Add(new TrailEvent("admin", "CreateDetector")
        {
            Document = Document(-72, On).Replace("UpdateDetector", "CreateDetector", StringComparison.Ordinal).Replace("\"detectorId\"", "\"of\"", StringComparison.Ordinal)
                .Replace("\"responseElements\":null", $"\"responseElements\":{{\"detectorId\":\"{Id}\"}}", StringComparison.Ordinal),
        });

        Assert.Contains("CreateDetector of 2026-10-29", Assert.Single((await Trial(Off).PlanAsync()).Changes).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_has_switched_on_again_is_as_wanted()
    {
        Feature("S3_DATA_EVENTS").IsOn = true;

        Assert.True((await Trial(Off).PlanAsync()).AlreadyCompliant);
    }

    [Theory]
    [InlineData("RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING")]
    [InlineData("EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING")]
    public async Task Of_the_two_runtime_features_GuardDuty_takes_only_one(string off, string on)
    {
        Feature(on).IsOn = true;

        Assert.Contains($"only one of it and {on}, which is on", await Trial($$"""{"features":[{"name":"{{off}}","status":"DISABLED"}]}""").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_of_a_feature_that_is_off_stay_off()
    {
        Happened(-72, """{"features":[{"name":"RUNTIME_MONITORING","additionalConfiguration":[{"name":"EC2_AGENT_MANAGEMENT","status":"ENABLED"}]}]}""");

        Assert.Contains(
            "EC2_AGENT_MANAGEMENT of RUNTIME_MONITORING: RUNTIME_MONITORING is off",
            await Trial("""{"features":[{"name":"RUNTIME_MONITORING","additionalConfiguration":[{"name":"EC2_AGENT_MANAGEMENT","status":"DISABLED"}]}]}""").NotApplicableAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_GuardDuty_does_not_offer_here_and_names_that_are_none_go_into_no_call()
    {
        var reason = await Trial("""{"features":[{"name":"NEW_PLAN","status":"DISABLED"},{"name":"../x","status":"DISABLED"}]}""").NotApplicableAsync();

        Assert.Contains("NEW_PLAN: GuardDuty does not offer it here; something that Remediator does not know", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_are_published_as_often_again_as_before_the_call_and_before_the_steps_of_the_same_attack()
    {
        Happened(-72, Publishing("FIFTEEN_MINUTES"));
        Happened(-2, Publishing("SIX_HOURS"));

        var plan = await Trial(Off.Insert(1, "\"findingPublishingFrequency\":\"SIX_HOURS\",")).PlanAsync();
        await Trial(Off).ApplyAsync(plan);

        Assert.Equal(["DetectorFeatureStatus", "DetectorPublishing"], plan.Changes.Select(c => c.Attribute));
        Assert.Equal("FIFTEEN_MINUTES", _detector.Frequency);
        await Trial(Off).UndoAsync(plan);
        Assert.Equal("SIX_HOURS", _detector.Frequency);
    }

    [Theory]
    [InlineData(-72, "SIX_HOURS", "SIX_HOURS")]
    [InlineData(-72, "NEVER", "SIX_HOURS")]
    [InlineData(-72, "FIFTEEN_MINUTES", "ONE_HOUR")]
    public async Task What_was_not_faster_before_or_was_set_anew_since_stays(int hours, string before, string live)
    {
        Happened(hours, Publishing(before));
        _detector.Frequency = live;

        Assert.Equal("DetectorFeatureStatus", Assert.Single((await Trial(Off.Insert(1, "\"findingPublishingFrequency\":\"SIX_HOURS\",")).PlanAsync()).Changes).Attribute);
    }

    [Fact]
    public async Task How_often_findings_were_published_is_told_where_it_is_not_known() =>
        Assert.Contains((await Trial(Off.Insert(1, "\"findingPublishingFrequency\":\"SIX_HOURS\",")).PlanAsync()).Survivors, s => s.Contains("(SIX_HOURS); what that was before is not known", StringComparison.Ordinal));

    [Fact]
    public async Task A_call_that_only_switches_on_is_left_alone() =>
        Assert.Contains("switched no feature off", await Trial(On).NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("guardduty:UpdateMemberDetectors", "cloudtrail")]
    [InlineData("guardduty:UpdateDetector", "guardduty")]
    public async Task Features_of_members_and_other_findings_are_none_of_its_business(string api, string source) =>
        Assert.Contains("not about features of this detector", await Trial(Off, api, source).NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_deleted_detector_says_so()
    {
        _run.Region.Detectors.Clear();

        Assert.Contains("(any more)", await Trial(Off).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"eventSource":"guardduty.amazonaws.com","eventName":"UpdateDetector","eventTime":"yesterday","requestParameters":{"detectorId":"12abc34d567e8fa901bc2d34e56789f0"}}""")]
    public async Task A_finding_without_its_call_is_unknown(string raw) =>
        Assert.Contains("does not hold the call", Assert.IsType<StepPlan.Unknown>((await TrialOf(raw).ObserveAsync()).Plan).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_record_that_can_not_be_read_is_unknown()
    {
        _run.Region.Trail.Add(new TrailEvent("admin", "UpdateDetector") { Document = "not JSON" });

        Assert.Contains("can't be read", Assert.IsType<StepPlan.Unknown>((await Trial(Off).ObserveAsync()).Plan).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListDetectors")]
    [InlineData("GetDetector")]
    [InlineData("LookupEvents")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        _run.Sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(Off).ObserveAsync()).Plan);
    }

    private static string Publishing(string frequency) => $$"""{"findingPublishingFrequency":"{{frequency}}"}""";

    private DetectorFeature Feature(string name) => _detector.Features[name];

    private void Happened(int hours, string request, string detector = Id, string? error = null) =>
        _run.Region.Trail.Add(new TrailEvent("admin", "UpdateDetector") { Document = Document(hours, request, detector, error) });

    private static string Document(int hours, string request, string detector = Id, string? error = null) => $$"""
        {"eventSource":"guardduty.amazonaws.com","eventName":"UpdateDetector","eventID":"{{(hours == 0 ? "own" : $"e{hours.ToString(CultureInfo.InvariantCulture)}")}}",
         "eventTime":"{{Some.Time.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}",{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/admin"},
         "requestParameters":{{request.Trim().Insert(1, $"\"detectorId\":\"{detector}\",")}},"responseElements":null}
        """;

    private StepTrial Trial(string request, string api = "guardduty:UpdateDetector", string source = "cloudtrail") => TrialOf(Document(0, request), api, source);

    private StepTrial TrialOf(string raw, string api = "guardduty:UpdateDetector", string source = "cloudtrail") =>
        new(_run.Sandbox.Session(), new RestoreGuarddutyFeatures(), StepTrial.Resource(ResourceKinds.Detector, Id))
        {
            Actor = new Actor(Api: api),
            UpdatedAt = Some.Time,
            Finding = ("arn:aws:cloudtrail:eu-west-1:111122223333:event/own", source),
            Raw = raw,
        };
}
