using System.Collections.Immutable;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>A finding, the account that it is about, and how to see from the account alone that it is contained.</summary>
/// <param name="Sample">File below <c>playbooks/samples</c>.</param>
/// <param name="Problems">What is missing or double in the account; empty when it is contained as the record says.</param>
internal sealed record Incident(string Name, string Sample, Action<SandboxAccount> Seed, Func<SandboxAccount, ExecutionRecord, IEnumerable<string>> Problems)
{
    /// <summary>Only these steps of the shipped playbook; all where empty.</summary>
    public ImmutableArray<PlaybookStep> Steps { get; init; } = [];

    /// <summary>Whether playbooks that act beside others are deployed too; without them an incident is one execution.</summary>
    public bool Beside { get; init; }

    /// <summary>What the finding says, where the sample does not fit the account.</summary>
    public Func<SandboxAccount, Finding, Finding> Adapt { get; init; } = (_, finding) => finding;

    /// <summary>More to seed, for a variant.</summary>
    public Incident With(string name, Action<SandboxAccount> more) => this with
    {
        Name = name,
        Seed = account =>
        {
            Seed(account);
            more(account);
        },
    };

    public override string ToString() => Name;
}
