using System.Text.Json;
using System.Text.RegularExpressions;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations;

/// <summary>What holds for every remediation of the catalogue.</summary>
public sealed partial class ContractTests
{
    public static TheoryData<string> Names => [.. RemediationCatalogue.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_name_for_playbooks_a_summary_kinds_and_attributes_of_the_catalogue(string name)
    {
        var remediation = RemediationCatalogue.Get(name);

        Assert.Matches(KebabCase, name);
        Assert.EndsWith(".", remediation.Summary, StringComparison.Ordinal);
        Assert.NotEmpty(remediation.Kinds);
        Assert.True(remediation.Attributes.Count > 0 || remediation.ObservePermissions.Count > 0, "it neither changes nor reads anything");
        Assert.All(remediation.Attributes, a => Assert.NotNull(AttributeCatalogue.Find(a)));
        Assert.All(remediation.ObservePermissions, Tests.Attributes.ContractTests.AssertNarrow);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Says_beforehand_whether_it_plans_what_can_not_be_undone(string name)
    {
        var remediation = RemediationCatalogue.Get(name);
        var file = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "Remediator", "Remediations"), $"{remediation.GetType().Name}.cs", SearchOption.AllDirectories).Single();

        Assert.Equal(File.ReadAllText(file).Contains("Irreversible = true", StringComparison.Ordinal), remediation.IsIrreversible);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Refuses_an_option_that_it_does_not_know(string name)
    {
        var info = RemediationCatalogue.Get(name).OptionsInfo;

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"noSuchOption":1}""", info));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_the_defaults_of_options_that_a_playbook_does_not_name_and_asks_for_required_ones(string name)
    {
        // The JSON source generator forgets initializers of init-only properties; options have setters for that reason.
        var info = RemediationCatalogue.Get(name).OptionsInfo;

        if (info.Properties.Any(p => p.IsRequired))
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", info));
            return;
        }

        Assert.Equal(Activator.CreateInstance(info.Type), JsonSerializer.Deserialize("{}", info));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fits_into_a_session_policy(string name)
    {
        var remediation = RemediationCatalogue.Get(name);
        var resource = new Remediator.Findings.ResourceRef(remediation.Kinds[0], "i-0a1b2c3d4e5f60718");
        var policy = PermissionPolicy.ForSession([remediation], Some.Finding(resource), resource);

        Assert.True(policy.Length <= PermissionPolicy.SessionPolicyLimit, $"{policy.Length}: {policy}");
    }

    /// <remarks>AWS limits a session policy to 2,048 characters, and a playbook's steps share one session.</remarks>
    [Theory]
    [InlineData("isolate-instance", "cut-role-sessions", "snapshot-volumes")]
    [InlineData("isolate-instance", "cut-role-sessions", "snapshot-volumes", "block-remote-ip", "block-domain", "suspend-auto-scaling", "collect-evidence")]
    [InlineData("isolate-instance", "stop-instance", "replace-instance-profile", "require-imdsv2", "close-exposed-port", "block-remote-ip-at-waf")]
    public void Fits_into_a_session_policy_together_with_its_usual_companions(params string[] names)
    {
        var policy = PermissionPolicy.ForSession(names.Select(RemediationCatalogue.Get), Some.Finding(), Some.Instance());

        Assert.True(policy.Length <= PermissionPolicy.SessionPolicyLimit, $"{policy.Length}: {policy}");
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+$")]
    private static partial Regex KebabCase { get; }
}
