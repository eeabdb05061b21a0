using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Remediator.Playbooks.Yaml;

/// <summary>Turns YAML into JSON along a JSON Schema and reports every place where it does not fit.</summary>
/// <remarks>
/// The schema is the published one, so an editor that shows no fault and this agree. Understands the part of JSON Schema that
/// <see cref="TypeSchema"/> and <see cref="PlaybookSchema"/> write. What is faulty comes out as null, so that what is around it
/// can still be checked.
/// </remarks>
internal sealed class SchemaBinder(YamlFaults faults)
{
    /// <param name="node">The YAML.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="name">What people call it: its key.</param>
    public JsonNode? Bind(YamlNode node, JsonObject schema, string name)
    {
        schema = Alternative(node, schema);
        return (node, TypeOf(schema)) switch
        {
            (YamlMapping mapping, "object") => Object(mapping, schema),
            (YamlSequence sequence, "array") => Array(sequence, schema, name),
            (YamlScalar scalar, var type and not "object" and not "array") => Scalar(scalar, schema, type, name),
            (YamlScalar { Quoted: false, Text: "" or "~" or "null" }, _) => Fault(node, $"'{name}' has no value", "give it one or remove the key"),
            (_, var type) => Fault(node, $"'{name}' is {Described(node)} where {Wanted(type)} is expected", Example(type, name, schema)),
        };
    }

    private JsonObject Object(YamlMapping mapping, JsonObject schema)
    {
        var bound = new JsonObject();
        var properties = schema["properties"] as JsonObject ?? [];
        var others = schema["additionalProperties"] as JsonObject;
        foreach (var (key, value) in mapping.Entries)
        {
            if ((properties[key.Text] ?? others) is JsonObject inner)
                bound[key.Text] = Bind(value, inner, key.Text);
            else
                faults.Add(key, $"unknown {Noun(schema, "key")} '{key.Text}'", NearestName.Advice(key.Text, [.. properties.Select(p => p.Key)], "what can stand here:"));
        }

        foreach (var required in (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).Where(r => mapping.Entries.All(e => e.Key.Text != r)))
            faults.Add(mapping, $"the key '{required}' is missing", $"add it{Hint(properties[required])}");
        return bound;
    }

    private JsonArray Array(YamlSequence sequence, JsonObject schema, string name)
    {
        if (schema["minItems"]?.GetValue<int>() > sequence.Items.Count)
            faults.Add(sequence, $"'{name}' is empty", "give it at least one entry");
        return new JsonArray([.. sequence.Items.Select(item => Bind(item, schema["items"]!.AsObject(), name))]);
    }

    private JsonNode? Scalar(YamlScalar scalar, JsonObject schema, string type, string name)
    {
        if (YamlScalars.ToJson(scalar) is not { } value)
            return Fault(scalar, $"'{name}' has no value", "give it one or remove the key");
        if (!Fits(value.GetValueKind(), type))
            return type == "string" && schema["pattern"] is null && schema["enum"] is null
                ? Fault(scalar, $"'{name}' is {Described(scalar)} where text is expected", $"put it in quotes: \"{scalar.Text}\"")
                : Fault(scalar, $"'{name}' is {Described(scalar)} where {Wanted(type)} is expected", schema["patternErrorMessage"]?.GetValue<string>() ?? Example(type, name, schema));
        if (schema["enum"] is JsonArray words && !words.Any(w => w!.GetValue<string>() == scalar.Text))
            return Fault(scalar, $"unknown {Noun(schema, name)} '{scalar.Text}'", NearestName.Advice(scalar.Text, Words(schema), "write one of"));
        if (schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(scalar.Text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            return Fault(scalar, $"'{scalar.Text}' is no {Noun(schema, "value")} for '{name}'", schema["patternErrorMessage"]?.GetValue<string>() ?? $"write text that fits {pattern}");
        if (OutOfRange(value, schema))
            return Fault(scalar, $"'{name}' is {scalar.Text}", $"write a number from {schema["minimum"]} to {schema["maximum"]}");
        return value;
    }

    private JsonNode? Fault(YamlNode at, string problem, string advice)
    {
        faults.Add(at, problem, advice);
        return null;
    }

    // Of several forms the one that is written: a word, a list or a mapping.
    private static JsonObject Alternative(YamlNode node, JsonObject schema)
    {
        if (schema["anyOf"] is not JsonArray forms)
            return schema;
        var written = node switch { YamlMapping => "object", YamlSequence => "array", _ => "string" };
        return (forms.FirstOrDefault(f => TypeOf(f!.AsObject()) == written) ?? forms[0]!).AsObject();
    }

    private static string TypeOf(JsonObject schema) => schema["type"]?.GetValue<string>()
        ?? throw new InvalidOperationException($"the schema has a part without a type, which this loader does not understand: {schema.ToJsonString()}");

    private static bool Fits(JsonValueKind kind, string type) => type switch
    {
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "integer" or "number" => kind == JsonValueKind.Number,
        _ => throw new InvalidOperationException($"the schema has a part of type {type}, which this loader does not understand"),
    };

    private static bool OutOfRange(JsonNode value, JsonObject schema) =>
        value.GetValueKind() == JsonValueKind.Number
        && double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) is var number
        && ((schema["type"]?.GetValue<string>() == "integer" && number != Math.Truncate(number))
            || number < schema["minimum"]?.GetValue<int>()
            || number > schema["maximum"]?.GetValue<int>());

    private static string Noun(JsonObject schema, string otherwise) => schema["title"]?.GetValue<string>() ?? otherwise;

    private static string[] Words(JsonNode? schema) => [.. (schema?["enum"] as JsonArray ?? []).Select(w => w!.GetValue<string>())];

    private static string Hint(JsonNode? schema) =>
        Words(schema) is { Length: > 0 } words ? $": one of {string.Join(", ", words)}"
        : schema?["description"]?.GetValue<string>() is { } description ? $" ({description.TrimEnd('.')})"
        : "";

    private static string Described(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar scalar => YamlScalars.ToJson(scalar)?.GetValueKind() switch
        {
            JsonValueKind.Number => $"the number {scalar.Text}",
            JsonValueKind.True or JsonValueKind.False => $"the truth value {scalar.Text}",
            _ => "text",
        },
        _ => throw new InvalidOperationException($"unknown YAML node {node.GetType().Name}"),
    };

    private static string Wanted(string type) => type switch
    {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        _ => "a number",
    };

    private static string Example(string type, string name, JsonObject schema) => type switch
    {
        "object" => $"write {name}: {{ key: value }}",
        "array" => $"write {name}: [ ... ]",
        "boolean" => "write true or false",
        "string" when Words(schema) is { Length: > 0 } words => $"write one of {string.Join(", ", words)}",
        "string" => $"write {name}: \"...\"",
        _ => "write digits without quotes",
    };
}
