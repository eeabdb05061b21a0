using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Remediations;

namespace Remediator.Tests.Notifications;

public sealed class ConsoleLinkTests
{
    private const string Account = "111122223333";
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>Kinds that remediations act on and that have no page that is sure to be theirs.</summary>
    private static readonly Dictionary<string, string> Pageless = new()
    {
        [ResourceKinds.Account] = "An account is in every page: which one shows what was changed is the remediation's to say.",
        [ResourceKinds.KubernetesWorkload] = "Its page is below that of its cluster, which the finding names beside it.",
        [ResourceKinds.DbShardGroup] = "The console shows it within its cluster; the plan names that.",
        [ResourceKinds.DbClusterSnapshot] = "Its page asks for the engine (DocumentDB and Neptune have consoles of their own), which no finding tells.",
    };

    /// <summary>Of each kind that remediations act on: ids in the forms that the sources read, and where the console shows them.</summary>
    public static TheoryData<string, string, string, string> Pages => new()
    {
        { ResourceKinds.Instance, "i-1", "", "ec2/home?region=eu-central-1#InstanceDetails:instanceId=i-1" },
        { ResourceKinds.SecurityGroup, "sg-1", "", "ec2/home?region=eu-central-1#SecurityGroup:groupId=sg-1" },
        { ResourceKinds.Snapshot, "snap-1", "", "ec2/home?region=eu-central-1#SnapshotDetails:snapshotId=snap-1" },
        { ResourceKinds.Image, "ami-1", "", "ec2/home?region=eu-central-1#ImageDetails:imageId=ami-1" },
        { ResourceKinds.AutoScalingGroup, "web 1", "", "ec2/home?region=eu-central-1#AutoScalingGroupDetails:id=web%201" },
        { ResourceKinds.AccessKey, "AKIA1", "userName=alice", "iam/home#/users/details/alice?section=security_credentials" },
        { ResourceKinds.User, "alice", "", "iam/home#/users/details/alice" },
        { ResourceKinds.Role, "web", "", "iam/home#/roles/details/web" },
        { ResourceKinds.Bucket, "shop", "", "s3/buckets/shop?region=eu-central-1" },
        { ResourceKinds.S3Object, "a b/c&d.exe", "bucketName=shop", "s3/object/shop?region=eu-central-1&prefix=a%20b%2Fc%26d.exe" },
        { ResourceKinds.Function, "orders", "", "lambda/home?region=eu-central-1#/functions/orders" },
        { ResourceKinds.DbInstance, "shop", "", "rds/home?region=eu-central-1#database:id=shop;is-cluster=false" },
        { ResourceKinds.DbCluster, "shop", "", "rds/home?region=eu-central-1#database:id=shop;is-cluster=true" },
        { ResourceKinds.DbSnapshot, "rds:shop-1", "", "rds/home?region=eu-central-1#db-snapshot:id=rds%3Ashop-1" },
        { ResourceKinds.EksCluster, "shop", "", "eks/home?region=eu-central-1#/clusters/shop" },
        { ResourceKinds.EcsTask, $"arn:aws:ecs:eu-central-1:{Account}:task/shop/0123abcd", "", "ecs/v2/clusters/shop/tasks/0123abcd?region=eu-central-1" },
        { ResourceKinds.EcrRepository, "team/shop", "", $"ecr/repositories/private/{Account}/team/shop?region=eu-central-1" },
        { ResourceKinds.ContainerImage, $"arn:aws:ecr:eu-central-1:444455556666:repository/team/shop/{Digest}", "", $"ecr/repositories/private/444455556666/team/shop/_/image/{Digest}/details?region=eu-central-1" },
        { ResourceKinds.Key, "mrk-1", "", "kms/home?region=eu-central-1#/kms/keys/mrk-1" },
        { ResourceKinds.Key, $"arn:aws:kms:eu-central-1:{Account}:key/1234abcd", "", "kms/home?region=eu-central-1#/kms/keys/1234abcd" },
        { ResourceKinds.Secret, "shop/db", "", "secretsmanager/secret?name=shop%2Fdb&region=eu-central-1" },
        { ResourceKinds.Secret, $"arn:aws:secretsmanager:eu-central-1:{Account}:secret:shop/db-AbCdEf", "", "secretsmanager/secret?name=shop%2Fdb&region=eu-central-1" },
        { ResourceKinds.Trail, "audit", "", "cloudtrail/home?region=eu-central-1#/trails" },
        { ResourceKinds.Trail, $"arn:aws:cloudtrail:eu-central-1:{Account}:trail/audit", "", $"cloudtrail/home?region=eu-central-1#/trails/arn:aws:cloudtrail:eu-central-1:{Account}:trail/audit" },
        { ResourceKinds.Detector, "12abc", "", "guardduty/home?region=eu-central-1#/settings" },
        { ResourceKinds.ConfigRecorder, "default", "", "config/home?region=eu-central-1#/settings" },
        { ResourceKinds.UserPoolUser, "alice", "userPoolId=eu-central-1_Ab1", "cognito/v2/idp/user-pools/eu-central-1_Ab1/user-management/users?region=eu-central-1" },
    };

    [Fact]
    public void Every_kind_that_a_remediation_acts_on_has_a_page_or_a_reason_for_none()
    {
        var acted = RemediationCatalogue.All.SelectMany(r => r.Kinds).ToHashSet(StringComparer.Ordinal);
        var shown = Pages.Select(p => (string)p[0]).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(acted.Order(StringComparer.Ordinal), shown.Union(Pageless.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(shown.Intersect(Pageless.Keys));
        Assert.All(Pageless.Keys, kind => Assert.Null(Link("aws", "eu-central-1", new ResourceRef(kind, "shop"))));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_is_the_page_of_the_resource_in_the_console_of_its_partition(string kind, string id, string detail, string page)
    {
        foreach (var (partition, domain) in new[] { ("aws", "aws.amazon.com"), ("aws-cn", "amazonaws.cn"), ("aws-us-gov", "amazonaws-us-gov.com") })
        {
            var link = Link(partition, "eu-central-1", Resource(kind, id, detail));

            Assert.True(link == $"https://eu-central-1.console.{domain}/{page}" || link == $"https://console.{domain}/{page}", link);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Whatever_the_id_and_the_details_say_it_stays_a_page_of_the_console(string kind, string id, string detail, string page)
    {
        foreach (var hostile in new[] { "x|y>\n<!channel>", "/../../evil#?&", "@evil.example", "a;b=c\"'><script>", "..", "javascript:alert(1)" })
        {
            foreach (var resource in new[] { Resource(kind, hostile, detail), Resource(kind, id + hostile, detail), Resource(kind, id, detail + hostile) })
            {
                if (Link("aws", "eu-central-1", resource) is not { } link)
                {
                    continue;
                }

                var address = new Uri(link);
                Assert.Contains(address.Host, (string[])["console.aws.amazon.com", "eu-central-1.console.aws.amazon.com"]);
                Assert.DoesNotContain(link, c => c is < '!' or > '~' or '<' or '>' or '|' or '"' or '\'' or '\\');
                Assert.Equal(page.Count(c => c == '#'), link.Count(c => c == '#'));
                Assert.Equal(page.Count(c => c == '?'), link.Count(c => c == '?'));
                Assert.Equal(page.Count(c => c == '&'), link.Count(c => c == '&'));
                Assert.Equal(page.Split('/')[0], address.AbsolutePath.Split('/')[1]);
            }
        }
    }

    [Theory]
    [InlineData(ResourceKinds.S3Object, "a.exe")]
    [InlineData(ResourceKinds.UserPoolUser, "alice")]
    [InlineData(ResourceKinds.EcsTask, "arn:aws:ecs:eu-central-1:111122223333:task/0123abcd")]
    [InlineData(ResourceKinds.EcrRepository, "team/../../shop")]
    [InlineData(ResourceKinds.ContainerImage, "arn:aws:ecr:eu-central-1:111122223333:repository/shop")]
    [InlineData(ResourceKinds.Key, "alias/shop")]
    public void What_does_not_lead_to_one_page_has_no_link(string kind, string id) => Assert.Null(Link("aws", "eu-central-1", new ResourceRef(kind, id)));

    [Theory]
    [InlineData("aws", "eu-central-1", "https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#InstanceDetails:instanceId=i-1")]
    [InlineData("aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1#InstanceDetails:instanceId=i-1")]
    [InlineData("aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1#InstanceDetails:instanceId=i-1")]
    public void Every_partition_has_its_console(string partition, string region, string link) =>
        Assert.Equal(link, Link(partition, region, new ResourceRef(ResourceKinds.Instance, "i-1")));

    [Fact]
    public void An_unknown_partition_has_no_link() =>
        Assert.Null(Link("aws-iso", "us-iso-east-1", new ResourceRef(ResourceKinds.Instance, "i-1")));

    [Fact]
    public void An_unknown_kind_has_no_link() => Assert.Null(Link("aws", "eu-west-1", new ResourceRef("AWS::New::Thing", "x")));

    [Fact]
    public void A_key_is_shown_at_its_user()
    {
        var key = new ResourceRef(ResourceKinds.AccessKey, "AKIAEXAMPLE");

        Assert.Null(Link("aws", "us-east-1", key));
        Assert.Equal(
            "https://console.aws.amazon.com/iam/home#/users/details/alice?section=security_credentials",
            Link("aws", "us-east-1", key with { Details = ImmutableDictionary<string, string>.Empty.Add(ResourceDetails.UserName, "alice") }));
    }

    [Fact]
    public void Hostile_parts_are_encoded()
    {
        var link = Link("aws", "evil.example/#", new ResourceRef(ResourceKinds.Bucket, "x|y>\n<!channel>"));

        Assert.Equal("https://console.aws.amazon.com/s3/buckets/x%7Cy%3E%0A%3C%21channel%3E?region=evil.example%2F%23", link);
        Assert.StartsWith(
            "https://console.aws.amazon.com/",
            Link("aws", "evil.example/#", new ResourceRef(ResourceKinds.Instance, "i-1")),
            StringComparison.Ordinal);
    }

    private static string? Link(string partition, string region, ResourceRef resource) => ConsoleLink.For(partition, Account, region, resource);

    private static ResourceRef Resource(string kind, string id, string detail) => new(kind, id)
    {
        Details = detail.Split('=', 2) is [var key, var value] ? ImmutableDictionary<string, string>.Empty.Add(key, value) : ImmutableDictionary<string, string>.Empty,
    };
}
