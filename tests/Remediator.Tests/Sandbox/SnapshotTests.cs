using Amazon.EC2.Model;
using Remediator.Cli.Sandbox;

namespace Remediator.Tests.Sandbox;

public sealed class SnapshotTests : SandboxTest
{
    [Fact]
    public async Task Reading_changes_nothing()
    {
        Account.AddInstance(interfaces: 2, role: "web", elasticIp: true);
        var before = Sandbox.Snapshot();
        using var elsewhere = Sandbox.Session("444455556666", "eu-west-1");

        await Ec2.DescribeInstancesAsync(new DescribeInstancesRequest());
        await elsewhere.Client<Amazon.EC2.IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest());

        Assert.Equal(before, Sandbox.Snapshot());
    }

    [Fact]
    public async Task Tells_exactly_what_differs()
    {
        var id = Account.AddInstance(id: "i-00000000000000001").Id;
        var before = Sandbox.Snapshot();

        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, DisableApiTermination = true });
        await Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [id], Tags = [new Tag { Key = "a", Value = "1" }] });

        Assert.Equal(
            [
                "111122223333/regions/us-east-1/instances/i-00000000000000001/disableApiTermination: false -> true",
                "111122223333/regions/us-east-1/instances/i-00000000000000001/tags: (absent) -> {\"a\":\"1\"}",
            ],
            SandboxSnapshot.Difference(before, Sandbox.Snapshot()));
    }

    [Fact]
    public async Task Two_sandboxes_with_the_same_seed_are_equal()
    {
        await using var other = await SandboxServer.StartAsync(Options);
        Seed(Account);
        Seed(other.Account);

        Assert.Equal(other.Snapshot(), Sandbox.Snapshot());

        static void Seed(SandboxAccount account)
        {
            var targets = account.AddTargetGroup("web");
            account.AddAutoScalingGroup("fleet", targetGroups: [targets.Arn]);
            account.AddInstance(interfaces: 2, role: "web", elasticIp: true, autoScalingGroup: "fleet", targetGroups: [targets.Arn]);
            account.AddUser("alice", ["AKIAALICE00000000001"]);
            account.AddBucket("open", isPublic: true);
        }
    }
}
