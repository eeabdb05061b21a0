using System.Collections.Immutable;

namespace Remediator.Playbooks;

/// <summary>A finding and what should come of it, as a playbook's file states it.</summary>
/// <param name="Finding">Path of the finding's JSON, relative to the playbook's folder.</param>
/// <param name="Line">Where the test stands in the playbook's file.</param>
/// <param name="Outcome">What the whole set of playbooks makes of the finding.</param>
/// <param name="Playbook">The playbook that answers: the one that carries the test, where it names no other.</param>
/// <param name="Steps">Remediations that run, in order; null when the test does not say.</param>
/// <param name="Resources">Ids of the resources acted upon, in any order; null when the test does not say.</param>
/// <param name="Mode">The mode of the playbook that answers; null when the test does not say.</param>
public sealed record PlaybookTest(
    string Finding,
    int Line,
    ExpectedOutcome Outcome,
    string Playbook,
    ImmutableArray<string>? Steps,
    ImmutableArray<string>? Resources,
    PlaybookMode? Mode);

/// <summary>What can become of a finding before anything is read from the account.</summary>
public enum ExpectedOutcome
{
    /// <summary>A playbook answers it.</summary>
    Matched,

    /// <summary>No playbook answers it.</summary>
    Unmatched,

    /// <summary>The source says that it is nothing to act upon.</summary>
    Rejected,
}
