using System.Text.RegularExpressions;
using Remediator.Attributes;
using Remediator.Remediations;

namespace Remediator.Tests.Attributes;

/// <summary>What holds for every attribute of the catalogue.</summary>
public sealed partial class ContractTests
{
    public static TheoryData<string> Names => [.. AttributeCatalogue.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Declares_a_label_and_the_permissions_of_reads_and_writes(string name)
    {
        var attribute = AttributeCatalogue.Get(name);

        Assert.False(string.IsNullOrWhiteSpace(attribute.Label));
        Assert.NotEmpty(attribute.ReadPermissions);
        Assert.NotEmpty(attribute.WritePermissions);
        Assert.All([.. attribute.ReadPermissions, .. attribute.WritePermissions], AssertNarrow);
    }

    /// <remarks>IAM takes no resource for the setting of a whole account.</remarks>
    [Theory]
    [MemberData(nameof(Names))]
    public void Writes_only_named_resources(string name) =>
        Assert.All(AttributeCatalogue.Get(name).WritePermissions.Where(p => p.Action != "s3:PutAccountPublicAccessBlock"), p => Assert.StartsWith("arn:{partition}:", p.Resource, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_used_by_a_remediation(string name) => Assert.Contains(RemediationCatalogue.All, r => r.Attributes.Contains(name));

    internal static void AssertNarrow(Permission permission)
    {
        Assert.Matches(Action, permission.Action);
        Assert.True(permission.Resource == "*" || permission.Resource.StartsWith("arn:{partition}:", StringComparison.Ordinal), permission.Resource);
    }

    /// <summary>One action, never a pattern.</summary>
    [GeneratedRegex("^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$")]
    private static partial Regex Action { get; }
}
