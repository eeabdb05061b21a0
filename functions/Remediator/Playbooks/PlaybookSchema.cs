using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.FindingSources;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>The published JSON Schema of playbooks, which also is what the loader checks files against.</summary>
public sealed class PlaybookSchema
{
    /// <summary>Beside the playbooks, so that editors find it.</summary>
    public const string FileName = "playbook.schema.json";

    internal const string Irreversible = "irreversible";

    private static readonly string[] Channels = ["email", "slack"];

    public PlaybookSchema(IEnumerable<Remediation> remediations, IEnumerable<FindingSource> sources)
    {
        var schema = TypeSchema.Of(PlaybookDocumentJson.Default.PlaybookDocument);
        var properties = schema["properties"]!.AsObject();
        Remediation[] ordered = [.. remediations.OrderBy(r => r.Name, StringComparer.Ordinal)];
        foreach (var owner in (JsonObject[])[properties, properties["corroborated"]!["properties"]!.AsObject()])
            owner["steps"] = Steps(ordered, owner["steps"]!["description"]!.GetValue<string>());
        properties["on"]!["minItems"] = 1;
        var trigger = properties["on"]!["items"]!["properties"]!.AsObject();
        Restrict(trigger["source"]!.AsObject(), "finding source", sources.Select(s => s.Name));
        Restrict(trigger["role"]!.AsObject(), "role", ["actor", "target"]);
        Restrict(trigger["direction"]!.AsObject(), "direction", ["inbound", "not-inbound", "outbound"]);
        trigger["type"]!["minItems"] = 1;
        trigger["resource"]!["minItems"] = 1;
        trigger["id"]!["minItems"] = 1;
        Restrict(properties["notify"]!["items"]!.AsObject(), "channel", Channels);
        Root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["description"] = "A playbook of Remediator.",
        };
        foreach (var (key, value) in schema)
            Root[key] = value?.DeepClone();
    }

    internal JsonObject Root { get; }

    /// <summary>The text of the schema for the remediations and finding sources of this build.</summary>
    public static string Write() => new PlaybookSchema(RemediationCatalogue.All, FindingSourceCatalogue.All).ToString();

    /// <summary>The options of one remediation, as a JSON Schema.</summary>
    public static JsonObject OptionsOf(Remediation remediation) => TypeSchema.Of(remediation.OptionsInfo);

    public override string ToString()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Root.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static JsonObject Steps(IReadOnlyList<Remediation> remediations, string description)
    {
        var options = new JsonObject();
        foreach (var remediation in remediations)
        {
            var schema = OptionsOf(remediation);
            schema["description"] = remediation.Summary;
            options[remediation.Name] = schema;
        }

        options[Irreversible] = new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray("allow"),
            ["description"] = "The step may do what can't be undone without asking a person.",
        };
        var name = new JsonObject { ["type"] = "string" };
        Restrict(name, "remediation", remediations.Select(r => r.Name));
        var mapping = new JsonObject
        {
            ["type"] = "object",
            ["title"] = "remediation",
            ["properties"] = options,
            ["additionalProperties"] = false,
            ["oneOf"] = new JsonArray([.. remediations.Select(r => new JsonObject { ["required"] = new JsonArray(r.Name) })]),
        };
        return new JsonObject
        {
            ["type"] = "array",
            ["description"] = description,
            ["items"] = new JsonObject { ["anyOf"] = new JsonArray(name, mapping) },
        };
    }

    private static void Restrict(JsonObject schema, string noun, IEnumerable<string> names)
    {
        schema["title"] = noun;
        schema["enum"] = new JsonArray([.. names.Order(StringComparer.Ordinal).Select(n => (JsonNode)JsonValue.Create(n)!)]);
    }
}
