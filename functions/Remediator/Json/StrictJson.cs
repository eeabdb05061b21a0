using System.Collections.Immutable;
using System.Text.Json;

namespace Remediator.Json;

/// <summary>Reads members of the engine's own documents; what is not as it must be is a <see cref="JsonException"/>.</summary>
internal static class StrictJson
{
    public static JsonException Missing(string name) => new($"'{name}' is missing");

    extension(JsonElement of)
    {
        public JsonElement Member(string name) => of.Given(name) ?? throw Missing(name);

        /// <summary>Null when it is not there, or null.</summary>
        public JsonElement? Given(string name) =>
            of.ValueKind != JsonValueKind.Object ? throw new JsonException($"an object with '{name}' is expected, and {of.ValueKind} found")
            : of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value
            : null;

        public string Text(string name) => of.OptionalText(name) ?? throw Missing(name);

        public string? OptionalText(string name) => of.Given(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { ValueKind: var kind } => throw new JsonException($"'{name}' is to be text, and is {kind}"),
        };

        public bool Flag(string name) => of.Given(name) is { ValueKind: JsonValueKind.True };

        public long? Number(string name) => of.Given(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
            _ => throw new JsonException($"'{name}' is no whole number"),
        };

        public DateTimeOffset? Time(string name) => of.Given(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value when value.TryGetDateTimeOffset(out var time) => time,
            _ => throw new JsonException($"'{name}' is no time"),
        };

        /// <summary>Empty when it is not there.</summary>
        public List<T> Each<T>(string name, Func<JsonElement, T> read)
            where T : class
        {
            var items = new List<T>();
            if (of.Given(name) is { } array)
            {
                foreach (var item in array.Elements())
                {
                    items.Add(read(item));
                }
            }

            return items;
        }

        public ImmutableArray<string> Texts(string name) =>
            [.. of.Each(name, text => text.ValueKind == JsonValueKind.String ? text.GetString()! : throw new JsonException($"'{name}' is to be a list of texts"))];

        /// <summary>Null when it is not there.</summary>
        public ImmutableDictionary<string, string>? Map(string name)
        {
            if (of.Given(name) is not { } map)
            {
                return null;
            }

            var texts = ImmutableDictionary.CreateBuilder<string, string>();
            foreach (var member in map.ValueKind == JsonValueKind.Object ? map.EnumerateObject() : throw new JsonException($"'{name}' is to be an object"))
            {
                texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw Missing(member.Name);
            }

            return texts.ToImmutable();
        }

        public JsonElement.ArrayEnumerator Elements() =>
            of.ValueKind == JsonValueKind.Array ? of.EnumerateArray() : throw new JsonException($"a list is expected, and {of.ValueKind} found");
    }
}
