using Amazon.Runtime;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Planning;

namespace Remediator.Tests.Attributes.Iam;

public sealed class InlinePolicyAttributeTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Writing_what_is_there_and_removing_what_is_gone_both_succeed()
    {
        _sandbox.Account.AddUser("alice");
        _sandbox.Account.AddRole("web");
        var cut = RoleSessionCutoff.OfSession("AROAEXAMPLEROLEID001:s1");
        for (var i = 0; i < 2; i++)
        {
            await WriteAsync(new UserDenyPolicy(), UserDenyPolicy.TargetOf("alice"), UserDenyPolicy.DenyAll);
            await WriteAsync(new RoleSessionCutoff(), RoleSessionCutoff.TargetOf("web", "rx-1"), cut);
        }

        for (var i = 0; i < 2; i++)
        {
            await WriteAsync(new UserDenyPolicy(), UserDenyPolicy.TargetOf("alice"), AttributeValue.Absent);
            await WriteAsync(new RoleSessionCutoff(), RoleSessionCutoff.TargetOf("web", "rx-1"), AttributeValue.Absent);
        }

        Assert.Empty(_sandbox.Account.Users["alice"].Policies);
        Assert.Empty(_sandbox.Account.Roles["web"].Policies);
    }

    [Fact]
    public async Task A_full_role_says_what_to_do()
    {
        _sandbox.Account.AddRole("web", policy: $$"""{"Version":"2012-10-17","Statement":[],"Id":"{{new string('x', 10150)}}"}""");

        var failure = await Assert.ThrowsAsync<AmazonServiceException>(
            () => WriteAsync(new RoleSessionCutoff(), RoleSessionCutoff.TargetOf("web", "rx-1"), RoleSessionCutoff.IssuedBefore(DateTimeOffset.UnixEpoch)));

        Assert.Equal("LimitExceeded", failure.ErrorCode);
        Assert.Contains("10240 characters", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_only_AWS_changes_says_so()
    {
        _sandbox.Account.AddRole("AWSServiceRoleForSupport", "/aws-service-role/support.amazonaws.com/");

        var failure = await Assert.ThrowsAsync<AmazonServiceException>(
            () => WriteAsync(new RoleSessionCutoff(), RoleSessionCutoff.TargetOf("AWSServiceRoleForSupport", "rx-1"), RoleSessionCutoff.IssuedBefore(DateTimeOffset.UnixEpoch)));

        Assert.Equal("UnmodifiableEntity", failure.ErrorCode);
        Assert.Contains("owning service", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_no_parser_takes_is_kept_as_text_and_written_back_as_it_was()
    {
        const string Odd = """{"Statement":[],"Statement":[]}""";
        var alice = _sandbox.Account.AddUser("alice");
        alice.Policies[UserDenyPolicy.PolicyName] = Odd;
        var (attribute, target) = (new UserDenyPolicy(), UserDenyPolicy.TargetOf("alice"));

        var before = await attribute.ReadAsync(_sandbox.Session(), target, CancellationToken.None);
        await WriteAsync(attribute, target, UserDenyPolicy.DenyAll);
        await WriteAsync(attribute, target, before);

        Assert.Equal(Odd, alice.Policies[UserDenyPolicy.PolicyName]);
    }

    [Fact]
    public void Values_are_described_in_words()
    {
        Assert.Equal("denies every action", new UserDenyPolicy().Describe(UserDenyPolicy.DenyAll));
        Assert.Equal("none", new UserDenyPolicy().Describe(AttributeValue.Absent));
        Assert.Equal("denies every action to sessions issued before 1970-01-01T00:00:00Z", new RoleSessionCutoff().Describe(RoleSessionCutoff.IssuedBefore(DateTimeOffset.UnixEpoch)));
        Assert.Equal("denies every action to the session AROAEXAMPLEROLEID001:s1", new RoleSessionCutoff().Describe(RoleSessionCutoff.OfSession("AROAEXAMPLEROLEID001:s1")));
    }

    private Task WriteAsync(ResourceAttribute attribute, Target target, AttributeValue wanted) =>
        attribute.WriteAsync(_sandbox.Session(), new WriteRequest(target, AttributeValue.Absent, wanted, "rx-1"), CancellationToken.None);
}
