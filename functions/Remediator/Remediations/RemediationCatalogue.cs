using System.Collections.Concurrent;

namespace Remediator.Remediations;

/// <summary>Every remediation, by name; the list is written at build time from the files.</summary>
/// <remarks>Each is made when it is first asked for: a response needs few of them.</remarks>
public static partial class RemediationCatalogue
{
    private static readonly ConcurrentDictionary<string, Remediation?> Made = new(StringComparer.Ordinal);

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<Remediation> All => field ??= [.. Names().Order(StringComparer.Ordinal).Select(Get)];

    /// <summary>The one of that name, or null.</summary>
    public static Remediation? Find(string name)
    {
        if (!Made.TryGetValue(name, out var known) && Create(name) is { } made)
        {
            known = Made.GetOrAdd(name, made);
        }

        return known;
    }

    /// <summary>The one of that name.</summary>
    /// <exception cref="InvalidOperationException">A playbook or a record names a remediation that this version does not have.</exception>
    public static Remediation Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"This version of Remediator has no remediation '{name}'.");

    private static partial string[] Names();

    private static partial Remediation? Create(string name);
}
