using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class ConsoleLinkTests
{
    [Theory]
    [InlineData("aws", "eu-central-1", "https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#InstanceDetails:instanceId=i-1")]
    [InlineData("aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1#InstanceDetails:instanceId=i-1")]
    [InlineData("aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1#InstanceDetails:instanceId=i-1")]
    public void Every_partition_has_its_console(string partition, string region, string link) =>
        Assert.Equal(link, ConsoleLink.For(partition, region, new ResourceRef(ResourceKinds.Instance, "i-1")));

    [Fact]
    public void An_unknown_partition_has_no_link() =>
        Assert.Null(ConsoleLink.For("aws-iso", "us-iso-east-1", new ResourceRef(ResourceKinds.Instance, "i-1")));

    [Fact]
    public void An_unknown_kind_has_no_link() => Assert.Null(ConsoleLink.For("aws", "eu-west-1", new ResourceRef("AWS::New::Thing", "x")));

    [Fact]
    public void A_key_is_shown_at_its_user()
    {
        var key = new ResourceRef(ResourceKinds.AccessKey, "AKIAEXAMPLE");

        Assert.Null(ConsoleLink.For("aws", "us-east-1", key));
        Assert.Equal(
            "https://console.aws.amazon.com/iam/home#/users/details/alice?section=security_credentials",
            ConsoleLink.For("aws", "us-east-1", key with { Details = ImmutableDictionary<string, string>.Empty.Add(ResourceDetails.UserName, "alice") }));
    }

    [Fact]
    public void Hostile_parts_are_encoded()
    {
        var link = ConsoleLink.For("aws", "evil.example/#", new ResourceRef(ResourceKinds.Bucket, "x|y>\n<!channel>"));

        Assert.Equal("https://console.aws.amazon.com/s3/buckets/x%7Cy%3E%0A%3C%21channel%3E?region=evil.example%2F%23", link);
        Assert.StartsWith(
            "https://console.aws.amazon.com/",
            ConsoleLink.For("aws", "evil.example/#", new ResourceRef(ResourceKinds.Instance, "i-1")),
            StringComparison.Ordinal);
    }
}
