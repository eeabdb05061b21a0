using System.Text.Json;

namespace Remediator.Json;

/// <summary>The words for an enum's members, whose values are 0, 1, 2 and so on.</summary>
/// <param name="spelling">Null for the members' names.</param>
/// <remarks>By type and not generic: an instantiation for each enum would be compiled at every cold start.</remarks>
internal sealed class EnumWords(Type type, JsonNamingPolicy? spelling = null)
{
    private readonly string[] _words = spelling is null ? Enum.GetNames(type) : Array.ConvertAll(Enum.GetNames(type), spelling.ConvertName);

    /// <summary>As people write words in YAML: <c>not-applicable</c>.</summary>
    public static EnumWords Kebab(Type type) => new(type, JsonNamingPolicy.KebabCaseLower);

    /// <summary>In the order of their values.</summary>
    public IReadOnlyList<string> All => _words;

    public string Of(int value) => _words[value];

    /// <summary>In any case.</summary>
    /// <exception cref="JsonException">There is no such member.</exception>
    public int Read(string? word) =>
        Array.FindIndex(_words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var value ? value : throw new JsonException($"'{word}' is no {type.Name}");
}
