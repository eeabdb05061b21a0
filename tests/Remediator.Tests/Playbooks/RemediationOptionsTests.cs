using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Playbooks;

/// <summary>What the options of every remediation owe to those who write playbooks.</summary>
public sealed class RemediationOptionsTests
{
    public static TheoryData<string> Names => [.. RemediationCatalogue.All.Select(r => r.Name)];

    // Generated JSON metadata sets every init-only property, with its type's default where the playbook does not name it:
    // a playbook that sets one option would silently turn the others off.
    [Theory]
    [MemberData(nameof(Names))]
    public void An_option_that_is_not_named_keeps_its_default(string name)
    {
        var info = RemediationCatalogue.Find(name)!.OptionsInfo;
        var made = JsonSerializer.SerializeToNode(Activator.CreateInstance(info.Type), info)!.AsObject();
        var required = new JsonObject(made.Where(p => info.Properties.Single(i => i.Name == p.Key).IsRequired).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

        Assert.Equal(made.ToJsonString(), JsonSerializer.Serialize(required.Deserialize(info), info));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_option_is_described_and_written_in_lower_case(string name)
    {
        var schema = TypeSchema.Of(RemediationCatalogue.Find(name)!.OptionsInfo);
        foreach (var (option, description) in schema["properties"]?.AsObject() ?? [])
        {
            Assert.True(description!["description"] is not null, $"the option {option} of {name} has no [{nameof(DescriptionAttribute)}]: editors and the documentation show it");
            Assert.True(char.IsLower(option[0]), $"the option {option} of {name} begins with a capital: its JSON metadata names properties in camel case");
            foreach (var word in description["enum"]?.AsArray() ?? [])
                Assert.Equal(word!.GetValue<string>().ToLowerInvariant(), word.GetValue<string>());
        }
    }
}
