using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Denies everybody to pull images from an ECR repository: nothing new starts from an image that is not to be trusted.</summary>
public sealed class DenyPull : Remediation<NoOptions, DenyPull.Observed>
{
    public override string Name => "deny-pull";

    public override string Summary => "Deny everybody to pull images from an ECR repository.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EcrRepository, ResourceKinds.ContainerImage];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RepositoryPullDeny)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [RepositoryReads.Permission];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var repository = RepositoryReads.NameOf(context.Resource);
        var (unfit, deny, tags) = await RepositoryReads.ReadAsync(context, repository, new RepositoryPullDeny(), cancel).ConfigureAwait(false);
        return new Observed(unfit, repository ?? "", deny, tags);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) =>
        observed.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(RepositoryPullDeny),
                Target = RepositoryPullDeny.TargetOf(observed.Repository),
                Before = observed.Deny,
                After = RepositoryPullDeny.Deny,
                Phase = Phase.Contain,
                Note = "No new task, pod or function starts from any image of the repository until this is undone.",
            }],
            "Containers that run go on, and hosts that have pulled the image keep it.",
            "Copies in other repositories, pull-through caches and replicas in other Regions are not covered.");

    /// <summary>The repository as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Repository">Its name.</param>
    /// <param name="Deny">The engine's statement in its policy.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, string Repository, AttributeValue Deny, TagReading Tags);
}
