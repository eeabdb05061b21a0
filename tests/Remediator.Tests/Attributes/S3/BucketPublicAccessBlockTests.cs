using Amazon.S3;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Tests.Attributes.S3;

public sealed class BucketPublicAccessBlockTests
{
    private static readonly BucketPublicAccessBlock Attribute = new();

    [Fact]
    public void Values_are_described_in_words()
    {
        Assert.Equal("not configured", Attribute.Describe(AttributeValue.Absent));
        Assert.Equal("all four flags on", Attribute.Describe(BucketPublicAccessBlock.AllOn));
        Assert.Equal("all four flags off", Attribute.Describe(BucketPublicAccessBlock.Value(false, false, false, false)));
        Assert.Equal("only blockPublicAcls, ignorePublicAcls on", Attribute.Describe(BucketPublicAccessBlock.Value(true, true, false, false)));
    }

    [Fact]
    public async Task A_bucket_in_another_Region_is_found_or_the_failure_says_where_to_look()
    {
        await using var sandbox = await SandboxServer.StartAsync();
        sandbox.Account.AddBucket("assets", region: "eu-west-1");

        var failure = await Record.ExceptionAsync(() => Attribute.ReadAsync(sandbox.Session(), new Target(ResourceKinds.Bucket, "assets"), CancellationToken.None));

        Assert.Contains("another Region", Assert.IsType<AmazonS3Exception>(failure).Message, StringComparison.Ordinal);
    }
}
