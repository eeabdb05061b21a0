using System.Collections.Immutable;

namespace Remediator.Planning;

/// <summary>What one remediation wants for one resource: a closed set of answers.</summary>
public abstract record StepPlan
{
    private StepPlan()
    {
    }

    /// <summary>Changes in order; those already satisfied included, so that people see what was found.</summary>
    /// <param name="Changes">In the order of phases and stages.</param>
    /// <param name="Survivors">Plain statements of what this does not stop: tracked connections, DNS, copied data.</param>
    public sealed record Planned(ImmutableArray<Change> Changes, ImmutableArray<string> Survivors) : StepPlan
    {
        public Planned(IEnumerable<Change> changes, params IEnumerable<string> survivors)
            : this([.. changes], [.. survivors])
        {
        }

        /// <summary>How many network interfaces of the resource it can't move: it is contained only in part.</summary>
        public int Uncontained { get; init; }

        /// <summary>What a person may do next about what it found; nothing of it is done.</summary>
        public ImmutableArray<FollowUp> FollowUps { get; init; } = [];

        /// <summary>A step that only looks has nothing that could be as wanted.</summary>
        public bool AlreadyCompliant => !Changes.IsEmpty && Changes.All(c => c.IsSatisfied);
    }

    /// <summary>The remediation does not fit this resource, and why.</summary>
    public sealed record NotApplicable(string Reason) : StepPlan;

    /// <summary>What must be known could not be read: nothing is done on a guess, and the delivery is tried again.</summary>
    public sealed record Unknown(string Reason) : StepPlan;
}
