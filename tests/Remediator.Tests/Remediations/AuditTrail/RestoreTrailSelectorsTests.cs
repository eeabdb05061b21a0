using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class RestoreTrailSelectorsTests : IAsyncLifetime
{
    private const string All = """{"eventSelectors":[{"readWriteType":"All","includeManagementEvents":true,"dataResources":[{"type":"AWS::S3::Object","values":["arn:aws:s3:::exports/","arn:aws:s3:::audit/"]}]}]}""";
    private const string Blind = """{"eventSelectors":[{"dataResources":[{"type":"AWS::S3::Object","values":[]}],"excludeManagementEventSources":[],"includeManagementEvents":false,"readWriteType":"ReadOnly"}]}""";
    private const string Fields = """{"advancedEventSelectors":[{"name":"Management","fieldSelectors":[{"field":"eventCategory","equals":["Management"]}]},{"name":"","fieldSelectors":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":["AWS::S3::Object"]},{"field":"resources.ARN","notStartsWith":["arn:aws:s3:::logs/"]}]}]}""";
    private const string ReadOnly = """{"eventSelectors":[{"readWriteType":"ReadOnly"}]}""";

    private Ec2Run _run = null!;
    private Remediator.Cli.Sandbox.State.AuditTrail _trail = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("restore-trail-selectors");
        _trail = _run.Account.AddTrail("main", isLogging: true, tags: new Tags { ["team"] = "security" });
        Live(Blind);
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Theory]
    [InlineData(All, true)]
    [InlineData(All, false)]
    [InlineData(Fields, true)]
    public async Task What_stood_before_the_call_is_put_back_and_a_release_puts_back_what_the_call_left(string before, bool byArn)
    {
        Happened(-72, All);
        Happened(-48, before);
        Happened(0, Blind, id: "own");
        _run.Actor = Actor;
        _run.UpdatedAt = Some.Time;
        var resource = StepTrial.Resource(ResourceKinds.Trail, byArn ? _trail.Arn : "main");

        var record = await _run.RespondAsync(resource, CancellationToken.None, ("restore-trail-selectors", null));

        Ec2Run.AssertVerified(record);
        Assert.Equal(Wanted(before), await ReadAsync());
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal(Wanted(Blind), await ReadAsync());
    }

    [Fact]
    public async Task It_says_who_set_them_and_what_the_trail_records_now_and_then()
    {
        Happened(-48, Fields);
        Happened(0, Blind, id: "own");

        var observation = await Trial().ObserveAsync();

        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("security", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        var change = Assert.Single(plan.Changes);
        Assert.Equal("As they were set before: PutEventSelectors of 2026-10-30 03:00:00 UTC by arn:aws:iam::111122223333:user/admin, event e-48.", change.Note);
        var attribute = new TrailEventSelectors();
        Assert.Equal("no management events, read data events of AWS::S3::Object (0)", attribute.Describe(change.Before));
        Assert.Equal(
            "eventCategory equals Data and resources.ARN notStartsWith arn:aws:s3:::logs/ and resources.type equals AWS::S3::Object; eventCategory equals Management",
            attribute.Describe(change.After));
        Assert.DoesNotContain(plan.Survivors, s => s.Contains("history", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_of_the_same_attack_are_not_what_stood_before_in_whichever_order_they_are_answered()
    {
        Happened(-48, All);
        Happened(-1, ReadOnly, id: "first");
        Happened(0, Blind, id: "own");

        var last = await Trial().PlanAsync();
        var first = await Trial(id: "first", at: Some.Time.AddHours(-1)).PlanAsync();

        Assert.Equal(Wanted(All), Assert.Single(last.Changes).After);
        Assert.Equal(Wanted(All), Assert.Single(first.Changes).After);
        Assert.Contains(last.Survivors, s => s.Contains("not what is put back: 1", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Survivors, s => s.Contains("not what is put back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trail_that_left_management_events_out_long_before_does_so_again()
    {
        const string data = """{"eventSelectors":[{"includeManagementEvents":false,"dataResources":[{"type":"AWS::Lambda::Function","values":["arn:aws:lambda"]}]}]}""";
        Happened(-48, data);
        Happened(0, Blind, id: "own");

        Assert.Equal(Wanted(data), Assert.Single((await Trial().PlanAsync()).Changes).After);
    }

    [Fact]
    public async Task A_trail_whose_selectors_nobody_had_set_since_it_was_made_gets_those_of_a_new_one()
    {
        Happened(-72, ReadOnly);
        Happened(-48, """{"name":"main","s3BucketName":"logs"}""", name: "CreateTrail");
        Happened(0, Blind, id: "own");

        var change = Assert.Single((await Trial().PlanAsync()).Changes);

        Assert.Equal("management events", new TrailEventSelectors().Describe(change.After));
        Assert.StartsWith("What a trail has that is made without any: CreateTrail", change.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selectors_that_were_put_in_the_second_in_which_the_trail_was_made_count()
    {
        Happened(-48, """{"name":"main","s3BucketName":"logs"}""", name: "CreateTrail");
        Happened(-48, Fields, id: "console");

        Assert.Equal(Wanted(Fields), Assert.Single((await Trial().PlanAsync()).Changes).After);
    }

    [Fact]
    public async Task What_failed_what_came_later_and_what_other_trails_got_does_not_count()
    {
        Happened(-48, All);
        Happened(-40, Fields, error: "AccessDenied");
        Happened(-30, Fields, trail: "other");
        Happened(0, Blind, id: "own");
        Happened(1, Fields);

        Assert.Equal(Wanted(All), Assert.Single((await Trial().PlanAsync()).Changes).After);
    }

    [Fact]
    public async Task Without_an_earlier_call_it_is_not_known_and_the_message_says_where_to_look()
    {
        Happened(0, Blind, id: "own");

        var reason = await Trial().NotApplicableAsync();

        Assert.Contains("of 90 days, has no call", reason, StringComparison.Ordinal);
        Assert.Contains("older log files", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_more_calls_than_it_looks_at_it_is_not_known()
    {
        foreach (var n in Enumerable.Range(0, 450))
        {
            Happened(-48, All, trail: "other");
        }

        Assert.Contains("more calls than Remediator looks at", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"trailName":"main"}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":"All"}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{"readWriteType":"Some"}]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{"includeManagementEvents":"true"}]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{"readWriteType":"All","newSwitch":true}]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{"dataResources":[{"values":["arn:aws:s3"]}]}]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{"dataResources":[{"type":"AWS::S3::Object","values":[""]}]}]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{"excludeManagementEventSources":[{"x":1}]}]}""")]
    [InlineData("""{"trailName":"main","eventSelectors":[{}],"advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]}]}]}""")]
    [InlineData("""{"trailName":"main","advancedEventSelectors":[{"name":"x"}]}""")]
    [InlineData("""{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory"}]}]}""")]
    [InlineData("""{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["a\u202eb"]}]}]}""")]
    [InlineData("""{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","matches":["Management"]}]}]}""")]
    public async Task Parameters_that_are_not_understood_are_never_written_and_older_ones_not_taken_for_them(string request)
    {
        Happened(-72, All);
        HappenedAs(-48, request);
        Happened(0, Blind, id: "own");

        Assert.Contains("does not show for sure what PutEventSelectors of 2026-10-30 03:00:00 UTC by arn:aws:iam::111122223333:user/admin, event e-48", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_run.Sandbox.Calls, c => c.Operation == "PutEventSelectors");
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"eventSource":"cloudtrail.amazonaws.com","eventName":"PutEventSelectors","eventTime":"yesterday","requestParameters":{"trailName":"main"}}""")]
    [InlineData("""{"eventSource":"cloudtrail.amazonaws.com","eventName":"PutEventSelectors","eventName":"GetTrail"}""")]
    public async Task A_record_that_can_not_be_read_is_unknown(string record)
    {
        Happened(-48, All);
        _run.Region.Trail.Add(new TrailEvent("admin", "PutEventSelectors") { Document = record });

        Assert.Contains("can't be read", Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_does_not_have_the_call_yet_may_lack_others_too_and_that_is_said()
    {
        Happened(-48, All);

        Assert.Contains((await Trial().PlanAsync()).Survivors, s => s.Contains("does not show the finding's call yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_finding_of_GuardDuty_is_about_the_last_call_that_it_can_mean_however_late_it_comes()
    {
        Happened(-80, Fields);
        Happened(-78, All);
        Happened(-30, Blind);

        Assert.Equal(Wanted(All), Assert.Single((await Trial(source: "guardduty").PlanAsync()).Changes).After);
    }

    [Fact]
    public async Task A_finding_of_GuardDuty_whose_call_the_history_does_not_show_is_unknown()
    {
        Happened(-48, All);

        Assert.IsType<StepPlan.Unknown>((await Trial(source: "guardduty").ObserveAsync()).Plan);
    }

    [Fact]
    public async Task What_somebody_has_set_anew_stays()
    {
        Happened(-48, All);
        Happened(0, Blind, id: "own");
        Live(Fields);

        Assert.Contains("set anew", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_put_back_already_is_as_wanted_whatever_its_order()
    {
        Happened(-48, All);
        Live("""{"eventSelectors":[{"includeManagementEvents":true,"dataResources":[{"values":["arn:aws:s3:::audit/","arn:aws:s3:::exports/"],"type":"AWS::S3::Object"}]}]}""");

        Assert.True((await Trial().PlanAsync()).AlreadyCompliant);
    }

    [Theory]
    [InlineData("LookupEvents")]
    [InlineData("GetEventSelectors")]
    [InlineData("GetTrail")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        Happened(-48, All);
        _run.Sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    [Fact]
    public async Task Trails_that_can_not_be_changed_from_here_say_so()
    {
        _run.Account.AddTrail("shadow", home: "eu-south-2");

        Assert.Contains("eu-south-2", await Trial("shadow").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("999988887777", await Trial("arn:aws:cloudtrail:eu-west-1:999988887777:trail/organization").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("(any more)", await Trial("gone").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_call_is_none_of_its_business() =>
        Assert.Contains("not about the trail's event selectors", await Trial(api: "cloudtrail:StopLogging").NotApplicableAsync(), StringComparison.Ordinal);

    private static Actor Actor { get; } = new(Api: "cloudtrail:PutEventSelectors");

    private static AttributeValue Wanted(string selectors)
    {
        var (basic, advanced) = SelectorValue.Parse(JsonElement.Parse(selectors));
        return SelectorValue.Of(basic, advanced);
    }

    private Task<AttributeValue> ReadAsync() =>
        new TrailEventSelectors().ReadAsync(_run.Sandbox.Session(), TrailEventSelectors.TargetOf("main"), CancellationToken.None);

    /// <summary>As CloudTrail's API spells what its events spell with a small letter.</summary>
    private void Live(string selectors)
    {
        var spelled = Regex.Replace(selectors, "\"([a-z]\\w*)\":", m => $"\"{char.ToUpperInvariant(m.Groups[1].Value[0])}{m.Groups[1].Value[1..]}\":");
        var root = JsonElement.Parse(spelled);
        _trail.EventSelectors = root.TryGetProperty("EventSelectors", out var basic) ? basic.GetRawText() : "[]";
        _trail.AdvancedEventSelectors = root.TryGetProperty("AdvancedEventSelectors", out var advanced) ? advanced.GetRawText() : null;
    }

    private void Happened(int hours, string selectors, string? id = null, string name = "PutEventSelectors", string? error = null, string trail = "main") =>
        HappenedAs(hours, selectors.Insert(1, $"\"{(name == "CreateTrail" ? "shown" : "trailName")}\":\"{trail}\","), id, name, error);

    private void HappenedAs(int hours, string request, string? id = null, string name = "PutEventSelectors", string? error = null) =>
        _run.Region.Trail.Add(new TrailEvent("admin", name)
        {
            Document = $$"""
                {"eventSource":"cloudtrail.amazonaws.com","eventName":"{{name}}","eventID":"{{id ?? $"e{hours.ToString(CultureInfo.InvariantCulture)}"}}",
                 "eventTime":"{{Some.Time.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}",{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}
                 "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/admin"},"requestParameters":{{request}},"responseElements":null}
                """,
        });

    private StepTrial Trial(string trail = "main", string api = "cloudtrail:PutEventSelectors", string id = "own", DateTimeOffset? at = null, string source = "cloudtrail") =>
        new(_run.Sandbox.Session(), new RestoreTrailSelectors(), StepTrial.Resource(ResourceKinds.Trail, trail))
        {
            Actor = new Actor(Api: api),
            UpdatedAt = at ?? Some.Time,
            Finding = ($"arn:aws:cloudtrail:eu-west-1:111122223333:event/{id}", source),
        };
}
