using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Json;

namespace Remediator.Playbooks;

/// <summary>Writes an enum as people write words in YAML: <c>observe</c>, <c>not-applicable</c>; never as a number.</summary>
/// <remarks>For enums of <see cref="int"/> that count up from 0. The framework's own takes several milliseconds of a cold start for each enum.</remarks>
public sealed class KebabCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private readonly EnumWords _words = EnumWords.Kebab(typeof(TEnum));

    /// <exception cref="JsonException">It is no text, or there is no such member.</exception>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = reader.TokenType == JsonTokenType.String ? _words.Read(reader.GetString()) : throw new JsonException();
        return Unsafe.As<int, TEnum>(ref value);
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(_words.Of(Unsafe.As<TEnum, int>(ref value)));
}
