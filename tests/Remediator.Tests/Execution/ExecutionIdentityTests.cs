using System.Collections.Immutable;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Tests.Execution;

/// <summary>The same finding by any way is one execution for each playbook and resource; the same name elsewhere is another.</summary>
public sealed class ExecutionIdentityTests
{
    private static readonly ResourceRef User = new(ResourceKinds.User, "alice");
    private static readonly Finding Finding = Some.Finding(User);

    [Fact]
    public void What_a_finding_says_beside_its_id_makes_no_other_execution() =>
        Assert.Equal(Of(Finding, User), Of(Finding with { Count = 40, Title = "again", Severity = new(2), UpdatedAt = Some.Time, Raw = """{"by":"Security Hub"}""" }, User with { Arn = null }));

    [Fact]
    public void Another_playbook_or_finding_is_another_execution()
    {
        Assert.NotEqual(Of(Finding, User), Of(Finding, User, "another"));
        Assert.NotEqual(Of(Finding, User), Of(Finding with { Id = "another" }, User));
    }

    [Fact]
    public void A_user_of_the_same_name_in_another_account_is_another()
    {
        var elsewhere = User with { Details = Details(ResourceDetails.Account, "444455556666") };

        Assert.NotEqual(Of(Finding, User), Of(Finding, elsewhere));
        Assert.Equal(Of(Finding, elsewhere), Of(Finding.Where(elsewhere), elsewhere));
    }

    [Fact]
    public void Users_and_buckets_are_the_accounts_own_in_every_Region_and_functions_are_not()
    {
        var bucket = new ResourceRef(ResourceKinds.Bucket, "exports");
        var function = new ResourceRef(ResourceKinds.Function, "orders");
        var linked = Finding with { Region = "us-east-1" };

        Assert.Equal(Of(Finding, User), Of(linked, User));
        Assert.Equal(Of(Finding, bucket), Of(linked, bucket));
        Assert.NotEqual(Of(Finding, function), Of(linked, function));
    }

    private static string Of(Finding finding, ResourceRef resource, string playbook = "p") => ExecutionIdentity.Of(ExecutionKey.Of(finding, playbook, resource));

    private static ImmutableDictionary<string, string> Details(string key, string value) => ImmutableDictionary<string, string>.Empty.Add(key, value);
}
