using System.Collections.Immutable;

namespace Remediator.Notifications;

/// <summary>News that belongs to no one execution: what was late, or that a channel is dead.</summary>
/// <param name="Headline">The engine's own words.</param>
/// <param name="Summary">The engine's own words; it may hold a channel's reason, which is text from outside.</param>
/// <param name="Items">One line each, with text from outside: every channel makes it harmless in its own way.</param>
public sealed record Bulletin(string Headline, string Summary, ImmutableArray<string> Items)
{
    /// <summary>So many lines of <see cref="ItemLimit"/> fit into one message of every channel.</summary>
    public const int MostItems = 50;

    public const int ItemLimit = 400;
}
