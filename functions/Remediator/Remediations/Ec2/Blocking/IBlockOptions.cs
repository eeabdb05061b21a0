using System.Collections.Immutable;

namespace Remediator.Remediations.Blocking;

/// <summary>What the options of steps that block an address have alike.</summary>
public interface IBlockOptions
{
    /// <summary>Ranges that are never blocked.</summary>
    ImmutableSortedSet<string> Except { get; }
}
