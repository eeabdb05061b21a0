using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.S3;

public sealed class BlockPublicBucketTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public static TheoryData<bool, bool, bool, bool> Partial => new() { { true, false, false, false }, { false, false, false, false }, { true, true, true, false } };

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Turns_all_four_flags_on_where_there_was_no_configuration_and_removes_it_again()
    {
        var bucket = _sandbox.Account.AddBucket("assets", isPublic: true, tags: new Tags { ["team"] = "web" });
        var before = _sandbox.Snapshot();
        var trial = Trial("assets");

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        Assert.True(Assert.Single(plan.Changes).Before.IsAbsent);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(PublicAccessBlock.All, bucket.PublicAccessBlock);

        await trial.UndoAsync(plan);
        Assert.Null(bucket.PublicAccessBlock);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Theory]
    [MemberData(nameof(Partial))]
    public async Task Puts_the_flags_back_as_they_were(bool blockAcls, bool ignoreAcls, bool blockPolicy, bool restrict)
    {
        var was = new PublicAccessBlock(blockAcls, ignoreAcls, blockPolicy, restrict);
        var bucket = _sandbox.Account.AddBucket("assets", was);
        var trial = Trial("assets");

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        Assert.Equal(PublicAccessBlock.All, bucket.PublicAccessBlock);

        await trial.UndoAsync(plan);
        Assert.Equal(was, bucket.PublicAccessBlock);
    }

    [Fact]
    public async Task A_bucket_with_all_four_on_is_compliant_already_and_a_second_run_changes_nothing()
    {
        _sandbox.Account.AddBucket("assets");
        var trial = Trial("assets");
        await trial.ApplyAsync(await trial.PlanAsync());
        var after = _sandbox.Snapshot();

        var again = await trial.PlanAsync();
        await trial.ApplyAsync(again);

        Assert.True(again.AlreadyCompliant);
        Assert.Equal(after, _sandbox.Snapshot());
    }

    /// <summary>While it is on, S3 shows the ACL without what it ignores: later nobody could tell what the bucket was open for.</summary>
    [Theory]
    [InlineData("public-read-write", "Its ACL grants READ, WRITE to everybody")]
    [InlineData("public-read", "Its ACL grants READ to everybody")]
    [InlineData("private", null)]
    public async Task What_the_ACL_grants_to_everybody_is_on_record(string acl, string? said)
    {
        _sandbox.Account.AddBucket("assets", acl: acl);

        var note = Assert.Single((await Trial("assets").PlanAsync()).Changes).Note!;

        Assert.Equal(said is not null, note.Contains("ACL", StringComparison.Ordinal));
        Assert.Contains(said ?? "", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ACL_that_can_not_be_read_keeps_no_bucket_open()
    {
        _sandbox.Account.AddBucket("assets", acl: "public-read");
        _sandbox.Faults.On("GetBucketAcl", Fault.AccessDenied);

        Assert.Contains("could not be read", Assert.Single((await Trial("assets").PlanAsync()).Changes).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_bucket_is_not_applicable() =>
        Assert.Contains("does not exist", await Trial("assets").NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("arn:aws:s3:us-east-1:111122223333:accesspoint/x")]
    [InlineData("a")]
    [InlineData("bucket/../other")]
    [InlineData("fast--use1-az4--x-s3")]
    public async Task What_is_no_general_purpose_bucket_is_not_applicable_and_nothing_is_called(string name)
    {
        await Trial(name).NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task A_bucket_of_that_name_in_another_account_is_refused_and_the_reason_says_so()
    {
        _sandbox.AccountOf("444455556666").AddBucket("assets");

        var plan = Assert.IsType<StepPlan.Unknown>((await Trial("assets").ObserveAsync()).Plan);

        Assert.Contains("does not own it", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_call_names_the_account_as_the_expected_owner()
    {
        _sandbox.Account.AddBucket("assets");
        var stranger = new StepTrial(
            new AwsSession(_sandbox.Session().Credentials, "444455556666", "us-east-1", "aws", new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 }),
            new BlockPublicBucket(),
            StepTrial.Resource(ResourceKinds.Bucket, "assets"));

        Assert.IsType<StepPlan.Unknown>((await stranger.ObserveAsync()).Plan);
    }

    [Fact]
    public async Task Unreadable_tags_are_unknown_and_the_plan_is_still_made()
    {
        _sandbox.Account.AddBucket("assets");
        _sandbox.Faults.On("GetBucketTagging", Fault.AccessDenied);

        var observation = await Trial("assets").ObserveAsync();

        Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.IsType<TagReading.Unknown>(observation.Tags);
    }

    [Fact]
    public async Task An_unreadable_configuration_is_unknown()
    {
        _sandbox.Account.AddBucket("assets");
        _sandbox.Faults.On("GetPublicAccessBlock", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial("assets").ObserveAsync()).Plan);
    }

    private StepTrial Trial(string bucket) => StepTrial.On(_sandbox, new BlockPublicBucket(), StepTrial.Resource(ResourceKinds.Bucket, bucket));
}
