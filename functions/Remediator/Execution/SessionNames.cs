using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Attributes;
using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What fills names in the templates of <see cref="Permission"/> that no finding can fill: options of steps, and targets of recorded changes; pure.</summary>
/// <remarks>A name with two values is left out, so that the session reaches as far as the role does: a plan may be older than the playbook's options.</remarks>
public static class SessionNames
{
    public static IReadOnlyDictionary<string, string> None { get; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>An option that is named as in a template fills it.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<PlaybookStep> steps, IEnumerable<ChangeRecord> changes)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var unsure = new HashSet<string>(StringComparer.Ordinal);
        foreach (var option in steps.Where(s => s.Options is { ValueKind: JsonValueKind.Object }).SelectMany(s => s.Options!.Value.EnumerateObject()).Where(o => o.Value.ValueKind == JsonValueKind.String))
        {
            Add(option.Name, option.Value.GetString()!);
        }

        foreach (var change in changes)
        {
            if (AttributeCatalogue.Find(change.Change.Attribute)?.NameOf(change.Change.Target) is { } named)
            {
                Add(named.Key, named.Value);
            }
        }

        return found;

        void Add(string name, string value)
        {
            if (unsure.Contains(name) || found.TryAdd(name, value) || found[name] == value)
            {
                return;
            }

            found.Remove(name);
            unsure.Add(name);
        }
    }
}
