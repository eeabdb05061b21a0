using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Planning;

namespace Remediator.Tests.Attributes.Iam;

public sealed class AccessKeyStatusTests
{
    private static readonly AccessKeyStatus Attribute = new();

    [Fact]
    public void A_deleted_key_counts_as_disabled_and_an_expired_or_active_one_does_not()
    {
        Assert.True(Attribute.Matches(AttributeValue.Absent, AccessKeyStatus.Inactive));
        Assert.False(Attribute.Matches(AttributeValue.Absent, AccessKeyStatus.Active));
        Assert.False(Attribute.Matches(AccessKeyStatus.Active, AccessKeyStatus.Inactive));
        Assert.False(Attribute.Matches(AttributeValue.Of("Expired"), AccessKeyStatus.Inactive));
    }

    [Fact]
    public async Task Keys_of_a_missing_user_and_missing_keys_are_absent_and_all_pages_are_read()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { PageSize = 1 });
        sandbox.Account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"]);

        Assert.Equal(AccessKeyStatus.Active, await ReadAsync("alice", "AKIAIOSFODNN7EXAMPLE"));
        Assert.Equal(AccessKeyStatus.Active, await ReadAsync("alice", "AKIAI44QH8DHBEXAMPLE"));
        Assert.True((await ReadAsync("alice", "AKIAABSENTABSENTABSE")).IsAbsent);
        Assert.True((await ReadAsync("bob", "AKIAIOSFODNN7EXAMPLE")).IsAbsent);

        Task<AttributeValue> ReadAsync(string user, string key) => Attribute.ReadAsync(sandbox.Session(), AccessKeyStatus.TargetOf(user, key), CancellationToken.None);
    }
}
