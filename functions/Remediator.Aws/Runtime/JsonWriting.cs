using System.Text.Json;
using Amazon.Runtime.Documents;
using Amazon.Runtime.Documents.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Amazon.Runtime.Generated;

/// <summary>Members and values as JSON; a null member leaves no trace.</summary>
public static class JsonWriting
{
    public static void Member<T>(Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is null)
            return;
        writer.WritePropertyName(name);
        write(writer, value);
    }

    public static void Member<T>(Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : struct
    {
        if (value is not { } given)
            return;
        writer.WritePropertyName(name);
        write(writer, given);
    }

    /// <summary>A value that is the whole body; an absent one is an empty object.</summary>
    public static void Payload<T>(Utf8JsonWriter writer, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is not null)
        {
            write(writer, value);
            return;
        }

        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    public static void DocumentMember(Utf8JsonWriter writer, string name, Document value)
    {
        if (value.IsNull())
            return;
        writer.WritePropertyName(name);
        Document(writer, value);
    }

    public static void String(Utf8JsonWriter writer, string? value) => writer.WriteStringValue(value);

    public static void Enumeration(Utf8JsonWriter writer, ConstantClass value) => writer.WriteStringValue(value.Value);

    public static void Boolean(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public static void Integer(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public static void Long(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    public static void Float(Utf8JsonWriter writer, float value)
    {
        if (WireText.Special(value) is { } special)
            writer.WriteStringValue(special);
        else
            writer.WriteNumberValue(value);
    }

    public static void Double(Utf8JsonWriter writer, double value)
    {
        if (WireText.Special(value) is { } special)
            writer.WriteStringValue(special);
        else
            writer.WriteNumberValue(value);
    }

    public static void Blob(Utf8JsonWriter writer, MemoryStream value) => writer.WriteStringValue(StringUtils.FromMemoryStream(value));

    /// <summary>Seconds with their fraction, as the official clients send them.</summary>
    public static void UnixTimestamp(Utf8JsonWriter writer, DateTime value) =>
        writer.WriteNumberValue(AWSSDKUtils.ConvertToUnixEpochSecondsDecimal(value));

    public static void Iso8601(Utf8JsonWriter writer, DateTime value) => writer.WriteStringValue(WireText.Iso8601(value));

    public static void Rfc822(Utf8JsonWriter writer, DateTime value) => writer.WriteStringValue(WireText.Rfc822(value));

    public static void Document(Utf8JsonWriter writer, Document value) => DocumentMarshaller.Instance.Write(writer, value);

    public static void List<T>(Utf8JsonWriter writer, List<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            if (item is null)
                writer.WriteNullValue();
            else
                write(writer, item);
        writer.WriteEndArray();
    }

    public static void Map<T>(Utf8JsonWriter writer, Dictionary<string, T> entries, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in entries)
        {
            writer.WritePropertyName(key);
            if (value is null)
                writer.WriteNullValue();
            else
                write(writer, value);
        }

        writer.WriteEndObject();
    }
}
