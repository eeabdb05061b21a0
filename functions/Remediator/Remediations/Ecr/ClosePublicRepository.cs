using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes the statements that let everybody in out of an ECR repository's policy; what it grants to named principals stays.</summary>
/// <remarks>The account's own principals need no statement: what they start goes on starting.</remarks>
public sealed class ClosePublicRepository : Remediation<ClosePublicRepositoryOptions, ClosePublicRepository.Observed>
{
    public override string Name => "close-public-repository";

    public override string Summary => "Remove the statements of an ECR repository's policy that let everybody in.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EcrRepository];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RepositoryPolicy)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [RepositoryReads.Permission];

    public override JsonTypeInfo OptionsInfo => ClosePublicRepositoryJsonContext.Default.ClosePublicRepositoryOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, ClosePublicRepositoryOptions options, CancellationToken cancel)
    {
        var repository = RepositoryReads.NameOf(context.Resource);
        var (unfit, policy, tags) = await RepositoryReads.ReadAsync(context, repository, new RepositoryPolicy(), cancel).ConfigureAwait(false);
        return new Observed(unfit, repository ?? "", policy, tags);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, ClosePublicRepositoryOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        // A policy that this parser refuses (a key that comes twice) may be open all the same.
        if (!observed.Policy.IsAbsent && observed.Policy.ToNode() is not JsonObject)
        {
            return new StepPlan.Unknown($"the policy of repository {observed.Repository} can't be taken apart, so whether it is public is not known");
        }

        var open = PublicStatements.In(observed.Policy);
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(RepositoryPolicy),
            Target = RepositoryPolicy.TargetOf(observed.Repository),
            Before = observed.Policy,
            After = open.Count == 0 ? observed.Policy : PublicStatements.Without(observed.Policy),
            Phase = Phase.Contain,
            Note = open.Count == 0 ? "The policy has no statement that lets everybody in." : $"Removed: {string.Join(", ", open)}.",
        };
        return new StepPlan.Planned(
            [change],
            "Statements with a condition on who or where the caller is stay, also a wide one.",
            "Images that were pulled while the repository was open cannot be called back; what was pushed into it stays, and deny-pull keeps it from starting.");
    }

    /// <summary>The repository as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Repository">Its name.</param>
    /// <param name="Policy">Its policy.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, string Repository, AttributeValue Policy, TagReading Tags);
}
