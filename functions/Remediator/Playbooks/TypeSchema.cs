using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Remediator.Json;

namespace Remediator.Playbooks;

/// <summary>The JSON Schema of a type, strict enough that an editor and the loader find the same faults.</summary>
/// <remarks>
/// Made from the type's JSON metadata. Unknown keys and empty values are faults; <see cref="DescriptionAttribute"/>,
/// <see cref="RangeAttribute"/> and <see cref="RegularExpressionAttribute"/> on properties become part of it.
/// </remarks>
internal static class TypeSchema
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Shape };

    public static JsonObject Of(JsonTypeInfo type)
    {
        var root = type.GetJsonSchemaAsNode(Options);
        return (JsonObject)Inlined(root, root)!;
    }

    private static JsonNode Shape(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = node as JsonObject ?? [];
        if (context.TypeInfo.Type == typeof(TimeSpan) || context.TypeInfo.Type == typeof(TimeSpan?))
            schema = Text(DurationConverter.Pattern, DurationConverter.Advice);
        if ((Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) is { IsEnum: true } words)
            schema["enum"] = new JsonArray([.. EnumWords.Kebab(words).All.Select(w => JsonValue.Create(w))]);
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !schema.ContainsKey("$ref"))
            schema["additionalProperties"] = false;
        WithoutNull(schema);
        schema.Remove("default");
        if (context.PropertyInfo?.AttributeProvider is { } attributes)
            Describe(schema, attributes.GetCustomAttributes(inherit: true));
        return schema;
    }

    private static void Describe(JsonObject schema, object[] attributes)
    {
        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case DescriptionAttribute description:
                    schema["description"] = description.Description;
                    break;
                case RangeAttribute { Minimum: int minimum, Maximum: int maximum }:
                    schema["minimum"] = minimum;
                    schema["maximum"] = maximum;
                    break;
                case RegularExpressionAttribute expression:
                    foreach (var (key, value) in Text(expression.Pattern, expression.ErrorMessage ?? $"write text that fits {expression.Pattern}"))
                        schema[key] = value?.DeepClone();
                    break;
            }
        }
    }

    // Editors show patternErrorMessage; the loader shows the same words.
    private static JsonObject Text(string pattern, string advice) =>
        new() { ["type"] = "string", ["pattern"] = pattern, ["patternErrorMessage"] = advice };

    // A key without a value is a mistake in a file that people write, whatever the type says of null; so is a number in quotes.
    private static void WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            string[] names = [.. types.Select(t => t!.GetValue<string>()).Where(t => t != "null")];
            schema["type"] = names.FirstOrDefault(n => n is "integer" or "number") ?? names[0];
            if (schema["type"]!.GetValue<string>() is "integer" or "number")
                schema.Remove("pattern");
        }

        if (schema["enum"] is JsonArray values)
        {
            schema["type"] = "string";
            schema["enum"] = new JsonArray([.. values.Where(v => v is not null).Select(v => v!.DeepClone())]);
        }
    }

    // A type that occurs twice comes as a reference into this schema, which would point nowhere once it is part of another.
    private static JsonNode? Inlined(JsonNode? node, JsonNode root)
    {
        switch (node)
        {
            case JsonObject schema when schema["$ref"]?.GetValue<string>() is { } pointer:
                var target = pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (at, part) => at is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : at[part]!);
                var merged = (JsonObject)target.DeepClone();
                foreach (var (key, value) in schema.Where(p => p.Key is not "$ref"))
                    merged[key] = value?.DeepClone();
                return Inlined(merged, root);
            case JsonObject schema:
                return new JsonObject(schema.Select(p => KeyValuePair.Create(p.Key, Inlined(p.Value, root))));
            case JsonArray array:
                return new JsonArray([.. array.Select(item => Inlined(item, root))]);
            default:
                return node?.DeepClone();
        }
    }
}
