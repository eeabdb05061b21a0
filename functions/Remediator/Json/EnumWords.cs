using System.Text.Json;

namespace Remediator.Json;

/// <summary>The names of an enum's members, which stand in the order of their values.</summary>
/// <remarks>By type and not generic: an instantiation for each enum would be compiled at every cold start.</remarks>
internal sealed class EnumWords(Type type)
{
    private readonly string[] _names = Enum.GetNames(type);

    public string Of(int value) => _names[value];

    /// <summary>In any case: playbooks have the words in lower case, with hyphens between.</summary>
    /// <exception cref="JsonException">There is no such member.</exception>
    public int Read(string? word) =>
        Array.FindIndex(_names, n => n.Equals(word?.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) is >= 0 and var value
            ? value
            : throw new JsonException($"'{word}' is no {type.Name}");
}
