namespace Remediator.Attributes;

/// <summary>Every attribute, by name; the list is written at build time from the files.</summary>
public static partial class AttributeCatalogue
{
    private static readonly Catalogue<ResourceAttribute> Entries = new(Names, Create);

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<ResourceAttribute> All => Entries.All;

    /// <summary>The one of that name, or null.</summary>
    public static ResourceAttribute? Find(string name) => Entries.Find(name);

    /// <summary>The one of that name.</summary>
    /// <exception cref="InvalidOperationException">A recorded plan names an attribute that this version does not have.</exception>
    public static ResourceAttribute Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"This version of Remediator has no attribute '{name}'; the plan was recorded by another version.");

    private static partial string[] Names();

    private static partial ResourceAttribute? Create(string name);
}
