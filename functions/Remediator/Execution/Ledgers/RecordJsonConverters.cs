using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Execution.Ledgers;

/// <summary>An attribute value as the JSON that it is; null says absent.</summary>
internal sealed class AttributeValueConverter : JsonConverter<AttributeValue>
{
    public override bool HandleNull => true;

    public override AttributeValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AttributeValue.Of(JsonNode.Parse(ref reader));

    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json ?? "null", skipInputValidation: true);
}

/// <summary>A value that may not have been written or read yet: then its property is left out, while null still says absent.</summary>
internal sealed class WrittenValueConverter : JsonConverter<AttributeValue?>
{
    public override bool HandleNull => true;

    public override AttributeValue? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AttributeValue.Of(JsonNode.Parse(ref reader));

    public override void Write(Utf8JsonWriter writer, AttributeValue? value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value?.Json ?? "null", skipInputValidation: true);
}

/// <summary>A severity as its number; the band follows from it.</summary>
internal sealed class SeverityConverter : JsonConverter<Severity>
{
    public override Severity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, Severity value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>A verdict as <c>{"is": "observe", "because": "..."}</c>.</summary>
internal sealed class VerdictConverter : JsonConverter<Verdict>
{
    public override Verdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var node = JsonNode.Parse(ref reader);
        var because = (string?)node?["because"] ?? "";
        return (string?)node?["is"] switch
        {
            "proceed" => new Verdict.Proceed(),
            "observe" => new Verdict.Observe(because),
            "wait" => new Verdict.Wait(because),
            "needs-approval" => new Verdict.NeedsApproval(because),
            "refused" => new Verdict.Refused(because),
            var other => throw new JsonException($"unknown verdict '{other}'"),
        };
    }

    public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("is", value.Name);
        if (value.Because is { } because)
        {
            writer.WriteString("because", because);
        }

        writer.WriteEndObject();
    }
}
