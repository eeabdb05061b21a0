using System.Net;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace Remediator.Tests.Sandbox;

public sealed class IdentityTests : SandboxTest
{
    private const string DenyAll = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""";

    private IAmazonIdentityManagementService Iam => Session.Client<IAmazonIdentityManagementService>();

    [Fact]
    public async Task Finds_a_user_whatever_the_case_and_keeps_its_own()
    {
        Account.AddUser("Alice", tags: new() { ["team"] = "search" });

        var user = (await Iam.GetUserAsync(new GetUserRequest { UserName = "aLICE" })).User;

        Assert.Equal("Alice", user.UserName);
        Assert.Equal("team", Assert.Single((await Iam.ListUserTagsAsync(new ListUserTagsRequest { UserName = "alice" })).Tags).Key);
        Assert.Equal("NoSuchEntity", await ErrorOf(() => Iam.GetUserAsync(new GetUserRequest { UserName = "bob" })));
    }

    [Fact]
    public async Task Makes_a_key_inactive_and_refuses_what_it_signs()
    {
        Account.AddUser("alice", ["AKIAALICE00000000001", "AKIAALICE00000000002"]);

        await Iam.UpdateAccessKeyAsync(new UpdateAccessKeyRequest { UserName = "alice", AccessKeyId = "AKIAALICE00000000002", Status = StatusType.Inactive });

        var keys = (await Iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = "alice" })).AccessKeyMetadata;
        Assert.Equal(["Active", "Inactive"], keys.Select(k => k.Status.Value));
        Assert.Equal("alice", (await Iam.GetAccessKeyLastUsedAsync(new GetAccessKeyLastUsedRequest { AccessKeyId = keys[0].AccessKeyId })).UserName);
        Assert.Equal("NoSuchEntity", await ErrorOf(() =>
            Iam.UpdateAccessKeyAsync(new UpdateAccessKeyRequest { UserName = "alice", AccessKeyId = "AKIAALICE0000000DEAD", Status = StatusType.Inactive })));
        Assert.Equal("InvalidClientTokenId", await ErrorOf(() => CallerOf("AKIAALICE00000000002")));
    }

    [Fact]
    public async Task Hides_who_owns_a_key_of_another_account()
    {
        Sandbox.AccountOf("444455556666").AddUser("eve", ["AKIAEVE0000000000001"]);

        Assert.Equal("AccessDenied", await ErrorOf(() => Iam.GetAccessKeyLastUsedAsync(new GetAccessKeyLastUsedRequest { AccessKeyId = "AKIAEVE0000000000001" })));
    }

    [Fact]
    public async Task Answers_policy_documents_in_URL_encoding()
    {
        Account.AddUser("alice");

        await Iam.PutUserPolicyAsync(new PutUserPolicyRequest { UserName = "alice", PolicyName = "deny", PolicyDocument = DenyAll });

        var read = await Iam.GetUserPolicyAsync(new GetUserPolicyRequest { UserName = "alice", PolicyName = "deny" });
        Assert.StartsWith("%7B%22Version%22", read.PolicyDocument, StringComparison.Ordinal);
        Assert.Equal(DenyAll, WebUtility.UrlDecode(read.PolicyDocument));
        Assert.Equal(["deny"], (await Iam.ListUserPoliciesAsync(new ListUserPoliciesRequest { UserName = "alice" })).PolicyNames);
    }

    [Fact]
    public async Task Deletes_a_policy_once()
    {
        Account.AddRole("web", policy: DenyAll);

        await Delete();

        Assert.Equal("NoSuchEntity", await ErrorOf(Delete));
        Assert.Equal("NoSuchEntity", await ErrorOf(() => Iam.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = "web", PolicyName = "permissions" })));

        Task Delete() => Iam.DeleteRolePolicyAsync(new DeleteRolePolicyRequest { RoleName = "web", PolicyName = "permissions" });
    }

    [Theory]
    [InlineData("/aws-service-role/autoscaling.amazonaws.com/")]
    [InlineData("/aws-reserved/sso.amazonaws.com/eu-west-1/")]
    public async Task Lets_nobody_change_roles_that_AWS_owns(string path)
    {
        Account.AddRole("theirs", path);

        Assert.Equal(path, (await Iam.GetRoleAsync(new GetRoleRequest { RoleName = "theirs" })).Role.Path);
        Assert.Equal("UnmodifiableEntity", await ErrorOf(() => Iam.PutRolePolicyAsync(new PutRolePolicyRequest { RoleName = "theirs", PolicyName = "deny", PolicyDocument = DenyAll })));
    }

    [Fact]
    public async Task Counts_all_inline_policies_against_the_limit_but_no_white_space()
    {
        Account.AddUser("alice");
        await Put("one", 1500, padding: 5000);

        Assert.Equal("LimitExceeded", await ErrorOf(() => Put("two", 1500)));
        await Put("one", 1900);
        Assert.Equal("MalformedPolicyDocument", await ErrorOf(() => Iam.PutUserPolicyAsync(new PutUserPolicyRequest { UserName = "alice", PolicyName = "bad", PolicyDocument = "{" })));

        Task Put(string name, int size, int padding = 0) => Iam.PutUserPolicyAsync(new PutUserPolicyRequest
        {
            UserName = "alice",
            PolicyName = name,
            PolicyDocument = $$"""{"Version":"2012-10-17",{{new string(' ', padding)}}"Statement":[],"Id":"{{new string('x', size - 48)}}"}""",
        });
    }

    [Fact]
    public async Task Leads_from_an_instance_profile_to_its_role()
    {
        Account.AddInstance(role: "web");
        Account.Roles["web"].Tags["remediator"] = "exempt";

        var role = Assert.Single((await Iam.GetInstanceProfileAsync(new GetInstanceProfileRequest { InstanceProfileName = "web" })).InstanceProfile.Roles);

        Assert.StartsWith("AROA", role.RoleId, StringComparison.Ordinal);
        Assert.Equal("exempt", Assert.Single((await Iam.ListRoleTagsAsync(new ListRoleTagsRequest { RoleName = role.RoleName })).Tags).Value);
    }

    private async Task CallerOf(string accessKey)
    {
        using var session = new Remediator.Execution.AwsSession(
            new Amazon.Runtime.BasicAWSCredentials(accessKey, "secret"), Account.Id, "us-east-1", "aws", new Remediator.Execution.AwsEndpoint(Sandbox.Url) { MaxRetries = 0 });
        await session.Client<Amazon.SecurityToken.IAmazonSecurityTokenService>().GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest());
    }
}
