namespace Remediator.Remediations;

/// <summary>Every remediation, by name; the list is written at build time from the files.</summary>
public static partial class RemediationCatalogue
{
    private static readonly Catalogue<Remediation> Entries = new(Names, Create);

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<Remediation> All => Entries.All;

    /// <summary>The one of that name, or null.</summary>
    public static Remediation? Find(string name) => Entries.Find(name);

    /// <summary>The one of that name.</summary>
    /// <exception cref="InvalidOperationException">A playbook or a record names a remediation that this version does not have.</exception>
    public static Remediation Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"This version of Remediator has no remediation '{name}'.");

    private static partial string[] Names();

    private static partial Remediation? Create(string name);
}
