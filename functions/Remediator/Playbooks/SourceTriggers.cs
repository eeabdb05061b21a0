namespace Remediator.Playbooks;

/// <summary>The triggers of one finding source, by the family of types that they are for.</summary>
/// <remarks>
/// A family is what stands before the first colon, such as <c>Backdoor</c>. A trigger with a pattern whose family is not certain
/// (no colon before its first star) or without patterns is in every family. The order of triggers is kept within each.
/// </remarks>
internal sealed class SourceTriggers
{
    public List<CompiledTrigger> All { get; } = [];

    private Families ByFamily => field ??= new Families(All);

    /// <summary>Every trigger that can match this type, in order; the first call ends the adding.</summary>
    public CompiledTrigger[] For(string type) => ByFamily.For(type);

    private static bool OfAnyFamily(CompiledTrigger trigger) =>
        trigger.Trigger.Types.IsEmpty || trigger.Trigger.Types.Any(p => FamilyOf(p) is null);

    private static string? FamilyOf(string pattern)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && !pattern.AsSpan(0, colon).Contains('*') ? pattern[..colon] : null;
    }

    private sealed class Families
    {
        private readonly CompiledTrigger[] _ofAny;
        private readonly Dictionary<string, CompiledTrigger[]>.AlternateLookup<ReadOnlySpan<char>> _byName;

        public Families(List<CompiledTrigger> all)
        {
            _ofAny = [.. all.Where(OfAnyFamily)];
            var byName = new Dictionary<string, CompiledTrigger[]>(StringComparer.Ordinal);
            foreach (var trigger in all)
            {
                foreach (var pattern in trigger.Trigger.Types)
                {
                    if (FamilyOf(pattern) is { } family && !byName.ContainsKey(family))
                        byName.Add(family, [.. all.Where(t => OfAnyFamily(t) || t.Trigger.Types.Any(p => FamilyOf(p) == family))]);
                }
            }

            _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public CompiledTrigger[] For(string type)
        {
            var colon = type.IndexOf(':', StringComparison.Ordinal);
            return colon >= 0 && _byName.TryGetValue(type.AsSpan(0, colon), out var triggers) ? triggers : _ofAny;
        }
    }
}
