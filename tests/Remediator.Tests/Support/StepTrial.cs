using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Support;

/// <summary>One step of a playbook on one resource, done by hand: observe, plan, apply, read back, undo.</summary>
internal sealed class StepTrial(AwsSession aws, Remediation remediation, ResourceRef resource, string? options = null)
{
    public string ExecutionId { get; init; } = "rx-0123456789abcdef0123";

    public DateTimeOffset Now { get; init; } = Some.Time;

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>What else the finding names.</summary>
    public IReadOnlyList<ResourceRef> Others { get; init; } = [];

    public Actor? Actor { get; init; }

    /// <summary>The finding's id and source, where a step asks for them.</summary>
    public (string Id, string Source)? Finding { get; init; }

    /// <summary>The finding as its source sent it.</summary>
    public string? Raw { get; init; }

    public static StepTrial On(SandboxServer sandbox, Remediation remediation, ResourceRef resource, string? options = null) =>
        new(sandbox.Session(), remediation, resource, options);

    public static ResourceRef Resource(string kind, string id, params (string Key, string Value)[] details) =>
        new(kind, id) { Details = details.ToImmutableDictionary(d => d.Key, d => d.Value) };

    public Task<StepObservation> ObserveAsync()
    {
        var some = Some.Finding([resource, .. Others]);
        var finding = some with { UpdatedAt = UpdatedAt, Actor = Actor, Id = Finding?.Id ?? some.Id, Source = Finding?.Source ?? some.Source, Raw = Raw ?? some.Raw };
        var context = new ObserveContext(aws, new PlanContext(finding, resource, ExecutionId, Now));
        return remediation.ObserveAndPlanAsync(context, options is null ? null : JsonDocument.Parse(options).RootElement, CancellationToken.None);
    }

    public async Task<StepPlan.Planned> PlanAsync() => Assert.IsType<StepPlan.Planned>((await ObserveAsync()).Plan);

    public async Task<string> NotApplicableAsync() => Assert.IsType<StepPlan.NotApplicable>((await ObserveAsync()).Plan).Reason;

    /// <summary>As a first run does, and as a run does that takes up the plan of one that died: what is in place is skipped.</summary>
    public async Task ApplyAsync(StepPlan.Planned plan)
    {
        foreach (var change in plan.Changes)
        {
            await WriteAsync(change, change.After);
        }
    }

    public async Task AssertInPlaceAsync(StepPlan.Planned plan)
    {
        foreach (var change in plan.Changes)
        {
            var attribute = AttributeCatalogue.Get(change.Attribute);
            var live = await attribute.ReadAsync(aws, change.Target, CancellationToken.None);
            Assert.True(attribute.Matches(live, change.After), $"{change.Target}: {live} is not {change.After}");
        }
    }

    public async Task UndoAsync(StepPlan.Planned plan)
    {
        foreach (var change in plan.Changes.Reverse())
        {
            await WriteAsync(change, change.Before);
        }
    }

    private async Task WriteAsync(Change change, AttributeValue wanted)
    {
        var attribute = AttributeCatalogue.Get(change.Attribute);
        var live = await attribute.ReadAsync(aws, change.Target, CancellationToken.None);
        if (!attribute.Matches(live, wanted))
        {
            await attribute.WriteAsync(aws, new WriteRequest(change.Target, live, wanted, ExecutionId), CancellationToken.None);
        }
    }
}
