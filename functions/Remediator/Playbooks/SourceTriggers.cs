using System.Collections.Frozen;

namespace Remediator.Playbooks;

/// <summary>The triggers of one finding source, by the family of types that they are for.</summary>
/// <remarks>
/// A family is what stands before the first colon, such as <c>Backdoor</c>. A trigger with a pattern whose family is not certain
/// (no colon before its first star) or without patterns is in every family. The order of triggers is kept within each.
/// </remarks>
internal sealed class SourceTriggers
{
    private readonly CompiledTrigger[] _ofAnyFamily;
    private readonly FrozenDictionary<string, CompiledTrigger[]> _byFamily;
    private readonly FrozenDictionary<string, CompiledTrigger[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public SourceTriggers(IEnumerable<CompiledTrigger> triggers)
    {
        All = [.. triggers];
        _ofAnyFamily = [.. All.Where(OfAnyFamily)];
        _byFamily = All
            .SelectMany(t => t.Trigger.Types.Select(FamilyOf))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(f => f, f => All.Where(t => OfAnyFamily(t) || t.Trigger.Types.Any(p => FamilyOf(p) == f)).ToArray(), StringComparer.Ordinal);
        _lookup = _byFamily.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CompiledTrigger[] All { get; }

    /// <summary>Every trigger that can match this type, in order.</summary>
    public CompiledTrigger[] For(string type)
    {
        var colon = type.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && _lookup.TryGetValue(type.AsSpan(0, colon), out var triggers) ? triggers : _ofAnyFamily;
    }

    private static bool OfAnyFamily(CompiledTrigger trigger) =>
        trigger.Trigger.Types.IsEmpty || trigger.Trigger.Types.Any(p => FamilyOf(p) is null);

    private static string? FamilyOf(string pattern)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && !pattern.AsSpan(0, colon).Contains('*') ? pattern[..colon] : null;
    }
}
