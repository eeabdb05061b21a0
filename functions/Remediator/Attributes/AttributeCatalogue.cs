using System.Collections.Frozen;

namespace Remediator.Attributes;

/// <summary>Every attribute, by name; the list is written at build time from the files.</summary>
public static partial class AttributeCatalogue
{
    private static readonly FrozenDictionary<string, ResourceAttribute> ByName = Create().ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<ResourceAttribute> All { get; } = [.. ByName.Values.OrderBy(a => a.Name, StringComparer.Ordinal)];

    /// <summary>The one of that name, or null.</summary>
    public static ResourceAttribute? Find(string name) => ByName.GetValueOrDefault(name);

    private static partial ResourceAttribute[] Create();
}
