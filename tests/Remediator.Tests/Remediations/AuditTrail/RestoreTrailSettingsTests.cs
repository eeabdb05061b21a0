using System.Globalization;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class RestoreTrailSettingsTests : IAsyncLifetime
{
    private const string Step = "restore-trail-settings";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000aaaa";
    private const string Group = "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*";
    private const string Role = "arn:aws:iam::111122223333:role/trail-to-logs";
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:trail-files";
    private const string Arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";

    private const string Whole = $$"""
        "isMultiRegionTrail":true,"includeGlobalServiceEvents":true,"logFileValidationEnabled":true,"isOrganizationTrail":false,"s3BucketName":"trail-logs","s3KeyPrefix":"audit",
        "kmsKeyId":"{{Key}}","cloudWatchLogsLogGroupArn":"{{Group}}","cloudWatchLogsRoleArn":"{{Role}}","snsTopicARN":"{{Topic}}"
        """;

    private const string Bare = """
        "isMultiRegionTrail":false,"includeGlobalServiceEvents":false,"logFileValidationEnabled":false,"isOrganizationTrail":false,"s3BucketName":"elsewhere"
        """;

    private const string Everything = """
        "isMultiRegionTrail":false,"includeGlobalServiceEvents":false,"enableLogFileValidation":false,"s3BucketName":"elsewhere","s3KeyPrefix":"","kmsKeyId":"","cloudWatchLogsLogGroupArn":"","cloudWatchLogsRoleArn":"","snsTopicName":""
        """;

    private const string Redirect = "\"s3BucketName\":\"elsewhere\"";

    private Ec2Run _run = null!;
    private Remediator.Cli.Sandbox.State.AuditTrail _trail = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync(Step);
        _trail = _run.Account.AddTrail("main", isLogging: true, tags: new Tags { ["team"] = "security" });
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task All_that_a_call_switched_off_or_took_away_is_put_back_and_a_release_puts_back_what_the_call_left()
    {
        Happened(-48, "CreateTrail", "\"s3BucketName\":\"trail-logs\"", Whole, caller: "admin");
        Cut();
        (_run.Actor, _run.UpdatedAt, _run.Record) = (new Actor(Api: "cloudtrail:UpdateTrail"), Some.Time, Document(0, "UpdateTrail", Everything, Bare));

        var record = await _run.RespondAsync(StepTrial.Resource(ResourceKinds.Trail, "main"), CancellationToken.None, (Step, null));

        Ec2Run.AssertVerified(record);
        Assert.Equal((true, true, true), (_trail.IsMultiRegion, _trail.HasGlobalServices, _trail.HasValidation));
        Assert.Equal(("trail-logs", "audit", Key), (_trail.Bucket, _trail.Prefix, _trail.Key));
        Assert.Equal((Group, Role, Topic), (_trail.LogGroup, _trail.LogRole, _trail.Topic));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal((false, false, false, "elsewhere"), (_trail.IsMultiRegion, _trail.HasGlobalServices, _trail.HasValidation, _trail.Bucket));
        Assert.All([_trail.Prefix, _trail.Key, _trail.LogGroup, _trail.LogRole, _trail.Topic], Assert.Null);
    }

    [Fact]
    public async Task It_says_whose_call_left_what_is_put_back_and_what_the_trail_has_now_and_then()
    {
        Happened(-48, "UpdateTrail", "\"kmsKeyId\":\"alias/trail\"", Whole, caller: "admin");
        Cut();

        var observation = await Trial(Redirect, Bare).ObserveAsync();

        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("security", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        var change = Assert.Single(plan.Changes);
        Assert.Equal("As it was left before: UpdateTrail of 2026-10-30 03:00:00 UTC by arn:aws:iam::111122223333:user/admin, event e-48.", change.Note);
        var attribute = new Remediator.Attributes.TrailDelivery();
        Assert.Equal("bucket: elsewhere, prefix: none, key: none", attribute.Describe(change.Before));
        Assert.Equal("bucket: trail-logs, prefix: audit, key: none", attribute.Describe(change.After));
        Assert.Contains(plan.Survivors, s => s.Contains("whose a bucket is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_call_did_not_name_stays_as_it_is()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        Cut();

        var change = Assert.Single((await Trial("\"enableLogFileValidation\":false,\"isMultiRegionTrail\":true", Bare).PlanAsync()).Changes);

        Assert.Equal("TrailFileValidation", change.Attribute);
    }

    [Fact]
    public async Task What_is_not_known_from_before_is_left_alone_and_the_message_says_so()
    {
        Cut();

        var reason = await Trial(Everything, Bare).NotApplicableAsync();

        Assert.Contains("all Regions: CloudTrail's event history, of 90 days, has no call", reason, StringComparison.Ordinal);
        Assert.Contains("look at AWS Config", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_known_is_put_back_beside_what_is_not()
    {
        Happened(-48, "UpdateTrail", "\"enableLogFileValidation\":true", null, caller: "admin");
        Cut();

        var plan = await Trial(Everything, Bare).PlanAsync();

        Assert.Equal("TrailFileValidation", Assert.Single(plan.Changes).Attribute);
        Assert.Contains(plan.Survivors, s => s.StartsWith("Not put back, bucket: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_off_or_not_set_before_is_not_switched_on_and_a_key_that_came_is_not_taken_away()
    {
        Happened(-48, "CreateTrail", "", Bare, caller: "admin");
        Cut();
        _trail.Key = Key;

        var reason = await Trial($"\"isMultiRegionTrail\":false,\"kmsKeyId\":\"{Key}\"", $"{Bare},\"kmsKeyId\":\"{Key}\"").NotApplicableAsync();

        Assert.Contains("all Regions: it was off before as well", reason, StringComparison.Ordinal);
        Assert.Contains("key: it was none before as well", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_same_caller_set_just_before_is_not_what_stood_before()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        Happened(-2, "UpdateTrail", "\"s3BucketName\":\"theirs\"", Whole.Replace("trail-logs", "theirs", StringComparison.Ordinal));
        Cut();

        var plan = await Trial(Redirect, Bare).PlanAsync();

        Assert.Contains("trail-logs", Assert.Single(plan.Changes).After.Json, StringComparison.Ordinal);
        Assert.Contains(plan.Survivors, s => s.Contains("same caller just before, which are not what is put back: 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bucket_that_another_caller_set_just_before_is_for_people_even_where_a_third_call_is_between()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        Happened(-2, "UpdateTrail", "\"s3BucketName\":\"theirs\"", Whole.Replace("trail-logs", "theirs", StringComparison.Ordinal), caller: "accomplice");
        Happened(-1, "UpdateTrail", "\"enableLogFileValidation\":true", Whole.Replace("trail-logs", "theirs", StringComparison.Ordinal), caller: "admin");
        Cut();

        Assert.Contains("which of the two is right is for people to say", await Trial(Redirect, Bare).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_was_put_back_just_before_is_put_back_again()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        Happened(-2, "UpdateTrail", Redirect, Bare, caller: "accomplice");
        Happened(-1, "UpdateTrail", "\"s3BucketName\":\"trail-logs\"", Whole, caller: "remediator");
        Cut();

        Assert.Contains("trail-logs", Assert.Single((await Trial(Redirect, Bare).PlanAsync()).Changes).After.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_that_the_same_caller_made_just_before_was_nothing_before()
    {
        Happened(-72, "CreateTrail", "", Whole, caller: "admin");
        Happened(-2, "CreateTrail", "", Whole);
        Cut();

        Assert.Contains("the caller made the trail too", await Trial(Redirect, Bare).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_trail_had_that_was_made_anew_since_does_not_count()
    {
        Happened(-72, "UpdateTrail", "", Whole, caller: "admin");
        Happened(-48, "CreateTrail", "\"enableLogFileValidation\":true", null, caller: "admin");
        Cut();

        Assert.Contains("no call that tells", await Trial(Redirect, Bare).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_what_came_later_and_what_other_trails_got_does_not_count()
    {
        var other = Whole.Replace("trail-logs", "wrong", StringComparison.Ordinal);
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        Happened(-40, "UpdateTrail", "", other, caller: "admin", error: "AccessDenied");
        Happened(-30, "UpdateTrail", "", other, caller: "admin", trail: "another");
        Happened(1, "UpdateTrail", "", other, caller: "admin");
        Cut();

        Assert.Contains("trail-logs", Assert.Single((await Trial(Redirect, Bare).PlanAsync()).Changes).After.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"s3BucketName\":{\"name\":\"trail-logs\"}", null)]
    [InlineData("\"s3BucketName\":\"trail\\u202elogs\"", null)]
    [InlineData("\"s3BucketName\":\"trail-logs\"", "\"s3BucketName\":7")]
    [InlineData("\"s3BucketName\":\"trail-logs\"", "\"name\":\"main\"")]
    public async Task Records_that_are_not_understood_are_never_written_and_older_ones_not_taken_for_them(string request, string? answer)
    {
        Happened(-72, "CreateTrail", "", Whole, caller: "admin");
        Happened(-48, "UpdateTrail", request, answer, caller: "admin");
        Cut();

        Assert.Contains("does not show for sure what UpdateTrail of 2026-10-30", await Trial(Redirect, Bare).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_run.Sandbox.Calls, c => c.Operation == "UpdateTrail");
    }

    [Fact]
    public async Task The_alias_of_a_key_is_not_taken_for_the_key()
    {
        Happened(-48, "UpdateTrail", "\"kmsKeyId\":\"alias/trail\"", null, caller: "admin");
        Cut();

        Assert.Contains("does not show for sure", await Trial("\"kmsKeyId\":\"\"", Bare).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_has_set_anew_stays()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        Cut();
        _trail.Bucket = "a-new-home";

        Assert.Contains("bucket: it was set anew since", await Trial(Redirect, Bare).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_back_already_and_a_bucket_that_was_named_again_is_as_wanted()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");
        (_trail.Prefix, _trail.Key, _trail.LogGroup, _trail.LogRole, _trail.Topic) = ("audit", Key, Group, Role, Topic);

        Assert.True((await Trial(Everything, Bare).PlanAsync()).AlreadyCompliant);
        Assert.True((await Trial("\"s3BucketName\":\"trail-logs\"", Whole).PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task That_a_trail_is_the_organizations_is_for_people()
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");

        Assert.Contains("rights over the organization", await Trial("\"isOrganizationTrail\":false", Bare).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_only_improves_is_left_alone() =>
        Assert.Contains("switched nothing off", await Trial("\"isMultiRegionTrail\":true", Whole).NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_finding_of_GuardDuty_is_about_the_last_call_that_it_can_mean()
    {
        Happened(-80, "CreateTrail", "", Whole, caller: "admin");
        Happened(-30, "UpdateTrail", Redirect, Bare);
        Cut();

        Assert.Contains("trail-logs", Assert.Single((await Trial("", "", source: "guardduty").PlanAsync()).Changes).After.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_of_GuardDuty_whose_call_the_history_does_not_show_is_unknown()
    {
        Happened(-80, "CreateTrail", "", Whole, caller: "admin");

        Assert.IsType<StepPlan.Unknown>((await Trial("", "", source: "guardduty").ObserveAsync()).Plan);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"eventSource":"cloudtrail.amazonaws.com","eventName":"UpdateTrail","eventTime":"yesterday","requestParameters":{"name":"main"}}""")]
    [InlineData("""{"eventSource":"cloudtrail.amazonaws.com","eventName":"UpdateTrail","eventTime":"2026-11-01T00:00:00Z","requestParameters":{"name":"another"}}""")]
    public async Task A_finding_without_its_call_is_unknown(string raw)
    {
        Happened(-48, "CreateTrail", "", Whole, caller: "admin");

        Assert.Contains("does not hold the call", Assert.IsType<StepPlan.Unknown>((await TrialOf(raw).ObserveAsync()).Plan).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_can_not_be_read_is_unknown()
    {
        _run.Region.Trail.Add(new TrailEvent("admin", "UpdateTrail") { Document = "not JSON" });

        Assert.Contains("can't be read", Assert.IsType<StepPlan.Unknown>((await Trial(Redirect, Bare).ObserveAsync()).Plan).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LookupEvents")]
    [InlineData("GetTrail")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        _run.Sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(Redirect, Bare).ObserveAsync()).Plan);
    }

    [Fact]
    public async Task Trails_that_can_not_be_changed_from_here_and_other_calls_say_so()
    {
        Assert.Contains("999988887777", await TrialOf(Document(0, "UpdateTrail", Redirect, null), "arn:aws:cloudtrail:eu-west-1:999988887777:trail/organization").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("not about the trail's settings", await TrialOf("{}", api: "cloudtrail:StopLogging").NotApplicableAsync(), StringComparison.Ordinal);
    }

    /// <summary>As the finding's call left it.</summary>
    private void Cut()
    {
        (_trail.IsMultiRegion, _trail.HasGlobalServices, _trail.HasValidation) = (false, false, false);
        (_trail.Bucket, _trail.Prefix, _trail.Key, _trail.LogGroup, _trail.LogRole, _trail.Topic) = ("elsewhere", null, null, null, null, null);
    }

    private void Happened(int hours, string name, string request, string? answer, string caller = "mallory", string trail = "main", string? error = null) =>
        _run.Region.Trail.Add(new TrailEvent(caller, name) { Document = Document(hours, name, request, answer, caller, trail, error) });

    private static string Document(int hours, string name, string request, string? answer, string caller = "mallory", string trail = "main", string? error = null) => $$"""
        {"eventSource":"cloudtrail.amazonaws.com","eventName":"{{name}}","eventID":"{{(hours == 0 ? "own" : $"e{hours.ToString(CultureInfo.InvariantCulture)}")}}",
         "eventTime":"{{Some.Time.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}",{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/{{caller}}"},
         "requestParameters":{"name":"{{trail}}"{{(request.Length == 0 ? "" : ",")}}{{request}}},
         "responseElements":{{(answer is null ? "null" : $"{{\"trailARN\":\"{Arn.Replace("main", trail, StringComparison.Ordinal)}\",{answer}}}")}}}
        """;

    private StepTrial Trial(string request, string answer, string source = "cloudtrail") => TrialOf(Document(0, "UpdateTrail", request, answer), source: source);

    private StepTrial TrialOf(string raw, string trail = "main", string api = "cloudtrail:UpdateTrail", string source = "cloudtrail") =>
        new(_run.Sandbox.Session(), new RestoreTrailSettings(), StepTrial.Resource(ResourceKinds.Trail, trail))
        {
            Actor = new Actor(Api: api),
            UpdatedAt = Some.Time,
            Finding = ("arn:aws:cloudtrail:eu-west-1:111122223333:event/own", source),
            Raw = raw,
        };
}
