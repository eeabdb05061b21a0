using System.Net;
using Amazon.EC2.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Cli.Sandbox;
using Remediator.Execution;

namespace Remediator.Tests.Sandbox;

public sealed class WireTests : SandboxTest
{
    protected override SandboxOptions Options => base.Options with { PageSize = 2 };

    [Fact]
    public async Task Refuses_a_call_without_a_signature()
    {
        using var http = new HttpClient();

        var answer = await http.PostAsync(new Uri(Sandbox.Url), new FormUrlEncodedContent([new("Action", "DescribeInstances")]));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("MissingAuthenticationToken", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_operation_it_lacks() => Assert.Equal("InvalidAction", await ErrorOf(() => Session.Client<IAmazonIdentityManagementService>().AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = "r", PolicyArn = "p" })));

    [Fact]
    public async Task Pages_with_next_tokens()
    {
        var id = Account.AddInstance(interfaces: 5).Id;
        var sizes = new List<int>();
        string? token = null;

        do
        {
            var page = await Ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { NextToken = token, Filters = [By("attachment.instance-id", id)] });
            sizes.Add(page.NetworkInterfaces.Count);
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal([2, 2, 1], sizes);
    }

    [Fact]
    public async Task Pages_with_markers()
    {
        Account.AddUser("alice", ["AKIAALICE00000000001", "AKIAALICE00000000002", "AKIAALICE00000000003"]);
        var iam = Session.Client<IAmazonIdentityManagementService>();

        var first = await iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = "alice" });
        var second = await iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = "alice", Marker = first.Marker });

        Assert.True(first.IsTruncated);
        Assert.Equal("AKIAALICE00000000003", Assert.Single(second.AccessKeyMetadata).AccessKeyId);
        Assert.False(second.IsTruncated);
    }

    [Fact]
    public async Task Keeps_accounts_and_Regions_apart()
    {
        Account.AddInstance();
        Account.AddInstance(region: "eu-west-1");
        Account.AddInstance(region: "eu-west-1");
        using var ireland = Sandbox.Session(region: "eu-west-1");
        using var other = Sandbox.Session("444455556666");

        Assert.Single(Instances(await Ec2.DescribeInstancesAsync(new DescribeInstancesRequest())));
        Assert.Equal(2, Instances(await ireland.Client<Amazon.EC2.IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest())).Count);
        Assert.Empty(Instances(await other.Client<Amazon.EC2.IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest())));
    }

    [Fact]
    public async Task Puts_an_assumed_role_into_its_own_account()
    {
        var member = Sandbox.AccountOf("444455556666");
        member.AddRole("RemediatorAction");
        member.AddInstance(id: "i-00000000000000aaa");
        var sts = Session.Client<IAmazonSecurityTokenService>();

        var assumed = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = "arn:aws:iam::444455556666:role/RemediatorAction", RoleSessionName = "e-1" });
        using var session = new AwsSession(assumed.Credentials, member.Id, "us-east-1", "aws", new AwsEndpoint(Sandbox.Url));

        Assert.Equal("arn:aws:sts::444455556666:assumed-role/RemediatorAction/e-1", (await session.Client<IAmazonSecurityTokenService>().GetCallerIdentityAsync(new GetCallerIdentityRequest())).Arn);
        Assert.Equal("i-00000000000000aaa", Assert.Single(Instances(await session.Client<Amazon.EC2.IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest()))).InstanceId);
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("ExpiredToken", await ErrorOf(() => session.Client<Amazon.EC2.IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest())));
    }

    [Fact]
    public async Task Assumes_no_role_that_is_not_there() => Assert.Equal("AccessDenied", await ErrorOf(() =>
        Session.Client<IAmazonSecurityTokenService>().AssumeRoleAsync(new AssumeRoleRequest { RoleArn = "arn:aws:iam::444455556666:role/None", RoleSessionName = "e-1" })));

    [Fact]
    public async Task Lists_every_call_with_its_action_and_resource()
    {
        var id = Account.AddInstance().Id;

        await Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] });
        await ErrorOf(() => Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = ["i-0000000000000dead"] }));

        Assert.Collection(
            Sandbox.Calls,
            c =>
            {
                Assert.Equal(("ec2:StopInstances", $"arn:aws:ec2:us-east-1:111122223333:instance/{id}"), (c.Action, c.Resource));
                Assert.True(c.Succeeded && c.Changes);
                Assert.Equal(Clock.GetUtcNow(), c.Time);
            },
            c => Assert.Equal("InvalidInstanceID.NotFound", c.Error));
    }

    private static List<Instance> Instances(DescribeInstancesResponse response) => [.. (response.Reservations ?? []).SelectMany(r => r.Instances)];
}
