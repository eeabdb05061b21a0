using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes the statements that let everybody in out of an ECR repository's policy; what it grants to named principals stays.</summary>
/// <remarks>The account's own principals need no statement: what they start goes on starting.</remarks>
public sealed class ClosePublicRepository : Remediation<NoOptions, ClosePublicRepository.Observed>
{
    public override string Name => "close-public-repository";

    public override string Summary => "Remove the statements of an ECR repository's policy that let everybody in.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EcrRepository];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RepositoryPolicy)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [RepositoryReads.Permission];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var repository = RepositoryReads.NameOf(context.Resource);
        var (unfit, policy, tags) = await RepositoryReads.ReadAsync(context, repository, new RepositoryPolicy(), cancel).ConfigureAwait(false);
        return new Observed(unfit, repository ?? "", policy, tags);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) => observed.Unfit is { } reason
        ? new StepPlan.NotApplicable(reason)
        : PublicPolicyPlan.Of(
            Name,
            nameof(RepositoryPolicy),
            RepositoryPolicy.TargetOf(observed.Repository),
            observed.Policy,
            $"repository {observed.Repository}",
            "Images that were pulled while the repository was open cannot be called back; what was pushed into it stays, and deny-pull keeps it from starting.");

    /// <summary>The repository as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Repository">Its name.</param>
    /// <param name="Policy">Its policy.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, string Repository, AttributeValue Policy, TagReading Tags);
}
