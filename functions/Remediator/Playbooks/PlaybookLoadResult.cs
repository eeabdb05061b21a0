using System.Collections.Immutable;

namespace Remediator.Playbooks;

/// <summary>What loading playbooks came to: all of them, or everything that is wrong with them.</summary>
public abstract record PlaybookLoadResult
{
    private PlaybookLoadResult()
    {
    }

    /// <summary>In the order in which the matcher tries them.</summary>
    public sealed record Loaded(ImmutableArray<LoadedPlaybook> Files) : PlaybookLoadResult
    {
        public ImmutableArray<Playbook> Playbooks => [.. Files.Select(f => f.Playbook)];
    }

    /// <summary>Every fault of every file, in the order of files and lines; never empty.</summary>
    public sealed record Faulty(ImmutableArray<PlaybookFault> Faults) : PlaybookLoadResult;
}

/// <summary>A playbook, the file that it came from, and the tests that it carries.</summary>
public sealed record LoadedPlaybook(string File, Playbook Playbook, ImmutableArray<PlaybookTest> Tests);

/// <summary>The text of one playbook file.</summary>
/// <param name="File">The name that faults show; tests name their findings relative to its folder.</param>
/// <param name="Text">YAML.</param>
public sealed record PlaybookText(string File, string Text);
