using System.Collections.Concurrent;

namespace Remediator;

/// <summary>Things by name, each made when it is first asked for: a response needs few of them.</summary>
/// <param name="names">Of all.</param>
/// <param name="create">Null for a name that there is not.</param>
internal sealed class Catalogue<T>(Func<string[]> names, Func<string, T?> create)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _made = new(StringComparer.Ordinal);

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyList<T> All => field ??= [.. names().Order(StringComparer.Ordinal).Select(n => Find(n)!)];

    /// <summary>The one of that name, or null.</summary>
    public T? Find(string name) => _made.TryGetValue(name, out var known) ? known : create(name) is { } made ? _made.GetOrAdd(name, made) : null;
}
