using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>How one plan differs from another, in words.</summary>
public static class PlanDifference
{
    public static ImmutableArray<string> Between(IReadOnlyCollection<Change> earlier, IReadOnlyCollection<Change> later)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var before = earlier.ToLookup(Key);
        var after = later.ToLookup(Key);
        foreach (var gone in earlier.Where(c => !after.Contains(Key(c))))
        {
            words.Add($"no longer planned: {Named(gone)}");
        }

        foreach (var change in later)
        {
            if (before[Key(change)].FirstOrDefault() is not { } old)
            {
                words.Add($"new: {Named(change)}, {Value(change, change.Before)} -> {Value(change, change.After)}");
                continue;
            }

            if (old.Before != change.Before)
            {
                words.Add($"{Named(change)} now is {Value(change, change.Before)}, and was {Value(change, old.Before)}");
            }

            if (PlanHash.Timeless(old).After != PlanHash.Timeless(change).After)
            {
                words.Add($"{Named(change)} would become {Value(change, change.After)}, not {Value(change, old.After)}");
            }

            if (old.Irreversible != change.Irreversible)
            {
                words.Add($"{Named(change)} {(change.Irreversible ? "could not be undone any more" : "could be undone now")}");
            }
        }

        return words.Count == 0 ? ["the playbook, or what its steps could read, has changed; the changes are the same"] : words.ToImmutable();
    }

    private static (string, Target) Key(Change change) => (change.Attribute, change.Target);

    private static string Named(Change change) => $"{AttributeCatalogue.Find(change.Attribute)?.Label ?? change.Attribute} of {change.Target}";

    private static string Value(Change change, AttributeValue value) => AttributeCatalogue.Find(change.Attribute) is { } attribute ? attribute.DescribeSafely(value) : value.ToString();
}
