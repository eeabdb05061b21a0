using System.Text.Json.Nodes;
using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

public sealed class PlaybookSchemaTests
{
    private static readonly JsonObject Doubles = (JsonObject)JsonNode.Parse(new PlaybookSchema(PlaybookDoubles.Remediations, PlaybookDoubles.Sources).ToString())!;

    [Fact]
    public void The_published_schema_is_the_one_of_this_build()
    {
        var file = Path.Combine(Repository.Root, "playbooks", PlaybookSchema.FileName);
        var published = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        Assert.True(
            published == PlaybookSchema.Write(),
            $"playbooks/{PlaybookSchema.FileName} is not what this build makes. Write it anew: dotnet run --project cli -- schema > playbooks/{PlaybookSchema.FileName}");
    }

    [Fact]
    public void Refuses_unknown_keys_at_every_level()
    {
        Assert.False(Doubles["additionalProperties"]!.GetValue<bool>());
        Assert.False(Doubles["properties"]!["on"]!["items"]!["additionalProperties"]!.GetValue<bool>());
        Assert.False(Doubles["properties"]!["tests"]!["items"]!["properties"]!["expect"]!["additionalProperties"]!.GetValue<bool>());
    }

    [Fact]
    public void Names_the_sources_the_remediations_and_their_options()
    {
        Assert.Equal("""["config","guardduty"]""", Doubles["properties"]!["on"]!["items"]!["properties"]!["source"]!["enum"]!.ToJsonString());
        var forms = Doubles["properties"]!["steps"]!["items"]!["anyOf"]!;
        Assert.Equal("""["cut-sessions","isolate","tag"]""", forms[0]!["enum"]!.ToJsonString());
        var isolate = forms[1]!["properties"]!["isolate"]!;
        Assert.Equal("Do isolate.", isolate["description"]!.GetValue<string>());
        Assert.Equal("""{"type":"string","enum":["keep","cut"],"description":"What becomes of tracked connections."}""", Sorted(isolate["properties"]!["flows"]!));
        Assert.Equal("""{"type":"integer","minimum":1,"maximum":10}""", Sorted(isolate["properties"]!["tries"]!));
        Assert.Equal("string", isolate["properties"]!["wait"]!["type"]!.GetValue<string>());
        Assert.Equal("""["tags"]""", forms[1]!["properties"]!["tag"]!["required"]!.ToJsonString());
    }

    [Fact]
    public void Has_no_reference_that_points_nowhere() => Assert.DoesNotContain("$ref", PlaybookSchema.Write(), StringComparison.Ordinal);

    private static string Sorted(JsonNode schema)
    {
        string[] order = ["type", "enum", "minimum", "maximum", "description"];
        return new JsonObject(schema.AsObject().OrderBy(p => Array.IndexOf(order, p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();
    }
}
