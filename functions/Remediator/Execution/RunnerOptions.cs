using System.Collections.Immutable;

namespace Remediator.Execution;

/// <summary>The runner's settings.</summary>
public sealed record RunnerOptions
{
    /// <summary>How long a worker holds an execution; longer than the function's time-out, so that a live worker is never overtaken.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A write is begun only while so much is left of the lease, or after it was prolonged: longer than a write and its retries take.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>For so long AWS may not show a value that was written; after it the change counts as failed.</summary>
    public TimeSpan ConsistencyDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For so long it is asked again where it refuses the read.</summary>
    public TimeSpan RefusalDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Resources with one of these tags are never changed by any playbook; <c>*</c> is any value.</summary>
    public ImmutableDictionary<string, string> ProtectedTags { get; init; } =
        ImmutableDictionary<string, string>.Empty.Add("remediator", "protected").Add("break-glass", "*");

    /// <summary>Names of the engine's own resources, which it never changes whatever their tags: its action role.</summary>
    /// <remarks>Exact names only: behind the beginning of a name an attacker could hide.</remarks>
    public ImmutableArray<string> OwnNames { get; init; } = ["RemediatorAction"];

    /// <summary>From so many deliveries on that could not read the controls, a person is asked: after some five minutes of retries.</summary>
    public int PatientDeliveries { get; init; } = 7;
}
