using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Tag = Amazon.EC2.Model.Tag;

namespace Remediator.Tests.Sandbox;

public sealed class PermissionTests : SandboxTest
{
    private const string Everything = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    protected override SandboxOptions Options => base.Options with { EnforcePermissions = true };

    [Fact]
    public async Task Needs_both_the_role_and_the_session_policy_to_allow()
    {
        var (mine, other) = (Account.AddInstance().Id, Account.AddInstance().Id);
        Account.AddRole("action", policy: Policy("Allow", "ec2:Stop*", "arn:aws:ec2:*:*:instance/*"));
        using var session = await Assume("action", Policy("Allow", "ec2:*", $"arn:aws:ec2:*:*:instance/{mine}"));

        await Stop(session, mine);

        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => Stop(session, other)));
        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => session.Client<IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest())));
    }

    [Fact]
    public async Task Cuts_sessions_issued_before_a_time_and_no_later_ones()
    {
        var id = Account.AddInstance().Id;
        var role = Account.AddRole("action", policy: Everything);
        using var old = await Assume("action");
        Clock.Advance(TimeSpan.FromMinutes(1));
        role.Policies["cut"] = """{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-01T03:00:30Z"}}}]}""";
        using var fresh = await Assume("action");

        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => Stop(old, id)));
        await Stop(fresh, id);
    }

    [Fact]
    public async Task Cuts_one_instance_of_a_role_by_its_user_id()
    {
        var id = Account.AddInstance().Id;
        var role = Account.AddRole("web", policy: Everything);
        role.Policies["cut"] = $$$$"""{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:userid":"{{{{role.Id}}}}:i-00000000000000bad"}}}]}""";
        using var bad = await Assume("web", name: "i-00000000000000bad");
        using var good = await Assume("web", name: "i-0000000000000900d");

        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => Stop(bad, id)));
        await Stop(good, id);
    }

    [Fact]
    public async Task Asks_for_the_new_groups_too_when_an_interface_changes_them()
    {
        var target = Region.InterfacesOf(Account.AddInstance().Id)[0].Id;
        var group = Account.AddSecurityGroup("quarantine").Id;
        Account.AddRole("action", policy: Policy("Allow", "ec2:ModifyNetworkInterfaceAttribute", "arn:aws:ec2:*:*:network-interface/*"));
        using var session = await Assume("action");

        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => session.Client<IAmazonEC2>().ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = target, Groups = [group] })));
    }

    [Fact]
    public async Task Asks_for_tagging_with_what_is_created_and_why()
    {
        var vpc = Account.AddVpc().Id;
        Account.AddRole("action", policy: """
            {"Statement":[
              {"Effect":"Allow","Action":"ec2:CreateSecurityGroup","Resource":"*"},
              {"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{"StringEquals":{"ec2:CreateAction":"CreateSecurityGroup"}}}]}
            """);
        using var session = await Assume("action");
        var ec2 = session.Client<IAmazonEC2>();

        var created = await ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest
        {
            GroupName = "q",
            Description = "d",
            VpcId = vpc,
            TagSpecifications = [new TagSpecification { ResourceType = "security-group", Tags = [new Tag { Key = "a", Value = "b" }] }],
        });

        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [created.GroupId], Tags = [new Tag { Key = "a", Value = "c" }] })));
        Assert.Equal(["ec2:CreateSecurityGroup", "ec2:CreateSecurityGroup", "ec2:CreateTags"], Sandbox.Calls[^2].Checks.Select(c => c.Action));
    }

    [Fact]
    public async Task Looks_at_tags_of_the_resource()
    {
        var exempt = Account.AddInstance(tags: new() { ["remediator"] = "exempt" }).Id;
        Account.AddRole("action", policy: """
            {"Statement":[
              {"Effect":"Allow","Action":"*","Resource":"*"},
              {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/remediator":"exempt"}}}]}
            """);
        using var session = await Assume("action");

        Assert.Equal("UnauthorizedOperation", await ErrorOf(() => Stop(session, exempt)));
        await Stop(session, Account.AddInstance().Id);
    }

    private static string Policy(string effect, string action, string resource) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Action":["{{action}}"],"Resource":["{{resource}}"]}]}""";

    private static Task Stop(AwsSession session, string id) => session.Client<IAmazonEC2>().StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] });

    private async Task<AwsSession> Assume(string role, string? policy = null, string name = "e-1")
    {
        var assumed = await Session.Client<IAmazonSecurityTokenService>().AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{Account.Id}:role/{role}", RoleSessionName = name, Policy = policy });
        return new AwsSession(assumed.Credentials, Account.Id, "us-east-1", "aws", new AwsEndpoint(Sandbox.Url) { MaxRetries = 0 });
    }
}
