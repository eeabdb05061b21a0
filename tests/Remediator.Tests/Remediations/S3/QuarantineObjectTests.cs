using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.S3;

public sealed class QuarantineObjectTests : IAsyncLifetime
{
    private const string Key = "in/2026/malware.exe";
    private const string OfNothing = "00000000000000000000000000000000-1";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("3HL4kqtJvjVBH40Nrjfkd")]
    public async Task Tags_the_object_beside_its_other_tags_denies_reads_of_it_and_takes_the_tag_off_again(string? version)
    {
        var bucket = Bucket();
        bucket.ObjectTags[Key] = new Tags { ["class"] = "upload" };
        var trial = Trial(version);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        var tags = Assert.IsType<TagReading.Known>(observation.Tags).Tags;
        Assert.Equal("web", tags["team"]);
        Assert.DoesNotContain("class", tags.Keys);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal("true", bucket.ObjectTags[Key]["remediator:quarantine"]);
        Assert.Equal("upload", bucket.ObjectTags[Key]["class"]);
        Assert.Contains("\"s3:ExistingObjectTag/remediator:quarantine\":\"true\"", bucket.Policy, StringComparison.Ordinal);
        Assert.Contains("\"Sid\":\"Team\"", bucket.Policy, StringComparison.Ordinal);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.DoesNotContain("RemediatorQuarantine", bucket.Policy, StringComparison.Ordinal);
        Assert.Contains("\"Sid\":\"Team\"", bucket.Policy, StringComparison.Ordinal);
        Assert.Equal(new Tags { ["class"] = "upload" }, bucket.ObjectTags[Key]);
    }

    [Fact]
    public async Task An_object_without_tags_has_none_again_after_the_undo()
    {
        var bucket = Bucket();
        var trial = Trial();
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        await trial.UndoAsync(plan);

        Assert.Empty(bucket.ObjectTags[Key]);
    }

    [Fact]
    public async Task An_object_that_takes_no_more_tags_is_not_applicable()
    {
        Bucket().ObjectTags[Key] = new Tags(Enumerable.Range(0, 10).Select(n => KeyValuePair.Create($"k{n}", "v")));

        Assert.Contains("takes no more", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    public async Task An_object_that_was_overwritten_since_the_finding_is_left_alone(string? version)
    {
        Bucket().Objects[Key] = "YW5vdGhlcg==";

        Assert.Contains("was overwritten", await Trial(version, OfNothing).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    public async Task The_object_of_the_finding_is_quarantined(string? version)
    {
        Bucket();

        Assert.Equal(2, (await Trial(version, OfNothing).PlanAsync()).Changes.Length);
    }

    [Fact]
    public async Task A_version_never_changes_so_that_its_content_is_not_looked_at()
    {
        Bucket().Objects[Key] = "YW5vdGhlcg==";

        await Trial("3HL4kqtJvjVBH40Nrjfkd", OfNothing).PlanAsync();

        Assert.DoesNotContain(_sandbox.Calls, c => c.Operation == "ListObjectVersions");
    }

    [Fact]
    public async Task Whether_it_was_overwritten_is_unknown_where_the_list_can_not_be_read()
    {
        Bucket();
        _sandbox.Faults.On("ListObjectVersions", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(null, OfNothing).ObserveAsync()).Plan);
    }

    [Fact]
    public async Task A_missing_object_or_bucket_is_not_applicable()
    {
        Assert.Contains("(any more)", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
        _sandbox.Account.AddBucket("uploads");
        Assert.Contains("(any more)", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_without_the_bucket_is_not_applicable_and_nothing_is_called()
    {
        await StepTrial.On(_sandbox, new QuarantineObject(), StepTrial.Resource(ResourceKinds.S3Object, Key)).NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData("GetObjectTagging")]
    [InlineData("GetBucketPolicy")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        Bucket();
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private Bucket Bucket()
    {
        var bucket = _sandbox.Account.AddBucket("uploads", tags: new Tags { ["team"] = "web" });
        bucket.Policy = """{"Version":"2012-10-17","Statement":[{"Sid":"Team","Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject","Resource":"*"}]}""";
        bucket.Objects[Key] = "";
        return bucket;
    }

    private StepTrial Trial(string? version = null, string? etag = null)
    {
        var resource = StepTrial.Resource(ResourceKinds.S3Object, Key, (ResourceDetails.BucketName, "uploads"));
        resource = etag is null ? resource : resource with { Details = resource.Details.Add(ResourceDetails.ETag, etag) };
        return StepTrial.On(_sandbox, new QuarantineObject(), version is null ? resource : resource with { Details = resource.Details.Add(ResourceDetails.Version, version) });
    }
}
