using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>What a plan may depend on besides the live state.</summary>
/// <param name="Finding">The finding that is answered.</param>
/// <param name="Resource">The one resource of this execution.</param>
/// <param name="ExecutionId">For names and tags of what is created.</param>
/// <param name="Now">The time of planning; recorded with the plan, so that a resumed run does not move it.</param>
public sealed record PlanContext(Finding Finding, ResourceRef Resource, string ExecutionId, DateTimeOffset Now)
{
    /// <summary>Tags of what no playbook may change; the gate sees to the resource itself, a plan to whatever else it would change.</summary>
    public ImmutableDictionary<string, string> ProtectedTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What this execution has changed already, or is about to, and nobody has put back.</summary>
    public IReadOnlyList<Change> Made { get; init; } = [];
}

/// <summary>What the reads of a remediation may use; shared by all steps of one execution.</summary>
public sealed record ObserveContext(AwsSession Aws, PlanContext Plan)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _reads = new(StringComparer.Ordinal);

    public ResourceRef Resource => Plan.Resource;

    /// <summary>Where the live instance has interfaces; empty where no step has read it.</summary>
    public ImmutableArray<string> Vpcs { get; set; } = [];

    /// <summary>One call for one key, however many steps ask: steps that look at the same instance share the read.</summary>
    public Task<T> OnceAsync<T>(string key, Func<Task<T>> read) =>
        (Task<T>)_reads.GetOrAdd(key, _ => new Lazy<Task>(read)).Value;
}
