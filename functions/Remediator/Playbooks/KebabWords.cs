using System.Text.Json;

namespace Remediator.Playbooks;

/// <summary>The members of an enum as words with hyphens.</summary>
/// <remarks>By type and not generic: an instantiation for each enum would be compiled at every cold start.</remarks>
internal sealed class KebabWords
{
    private readonly string[] _words;
    private readonly int[] _values;

    private KebabWords(Type type)
    {
        _words = Array.ConvertAll(Enum.GetNames(type), JsonNamingPolicy.KebabCaseLower.ConvertName);
        _values = (int[])Enum.GetValuesAsUnderlyingType(type);
    }

    /// <exception cref="ArgumentException">The type is no enum of <see cref="int"/>.</exception>
    public static KebabWords Of(Type type) =>
        Enum.GetUnderlyingType(type) == typeof(int) ? new KebabWords(type) : throw new ArgumentException($"{type.Name} is no enum of int", nameof(type));

    /// <summary>In the order of their values.</summary>
    public IReadOnlyList<string> All => _words;

    /// <summary>Null where there is no such word; in any case.</summary>
    public int? Value(string word) =>
        Array.FindIndex(_words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? _values[index] : null;

    /// <exception cref="JsonException">There is no such member.</exception>
    public string Word(int value) =>
        Array.IndexOf(_values, value) is >= 0 and var index ? _words[index] : throw new JsonException($"There is no member {value}");
}
