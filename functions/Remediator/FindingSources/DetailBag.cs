using System.Collections.Immutable;

namespace Remediator.FindingSources;

/// <summary>Builds the details of a resource out of those that the finding gives.</summary>
internal static class DetailBag
{
    public static ImmutableDictionary<string, string> Of(params ReadOnlySpan<(string Key, string? Value)> details)
    {
        var bag = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in details)
        {
            if (value is not null)
                bag[key] = value;
        }

        return bag.ToImmutable();
    }
}
