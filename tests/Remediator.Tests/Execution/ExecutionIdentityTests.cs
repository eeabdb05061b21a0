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

    /// <summary>An attack names objects of one key in two buckets: each is answered, and what one alone was named by stays.</summary>
    [Theory]
    [InlineData(ResourceKinds.S3Object, ResourceDetails.BucketName)]
    [InlineData(ResourceKinds.UserPoolUser, ResourceDetails.UserPoolId)]
    public void Two_of_one_name_in_two_places_are_two_and_the_only_one_is_named_by_its_id_alone(string kind, string detail)
    {
        var one = new ResourceRef(kind, "in/invoice.pdf") { Details = Details(detail, "uploads-eu") };
        var other = one with { Details = Details(detail, "uploads-us") };
        var (alone, both) = (Finding with { Resources = [one] }, Finding with { Resources = [one, other] });

        Assert.NotEqual(Of(both, one), Of(both, other));
        Assert.NotEqual(ResourceIdentity.Distinct("1", "r", one), ResourceIdentity.Distinct("1", "r", other));
        Assert.Equal(Of(alone, one), Of(alone, one with { Details = one.Details.Clear() }));
        Assert.Equal("in/invoice.pdf", ExecutionKey.Of(alone, "p", one).ResourceId);
    }

    private static string Of(Finding finding, ResourceRef resource, string playbook = "p") => ExecutionIdentity.Of(ExecutionKey.Of(finding, playbook, resource));

    private static ImmutableDictionary<string, string> Details(string key, string value) => ImmutableDictionary<string, string>.Empty.Add(key, value);
}
