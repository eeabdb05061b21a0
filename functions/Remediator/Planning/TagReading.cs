using System.Collections.Immutable;

namespace Remediator.Planning;

/// <summary>The live tags of the resource, or the reason why they could not be read: unknown is not none.</summary>
public abstract record TagReading
{
    private TagReading()
    {
    }

    public sealed record Known(ImmutableDictionary<string, string> Tags) : TagReading;

    public sealed record Unknown(string Reason) : TagReading;

    /// <summary>The resource does not exist or its kind has no tags.</summary>
    public static TagReading None { get; } = new Known(ImmutableDictionary<string, string>.Empty);
}
