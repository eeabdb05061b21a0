using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Turns on all four Block Public Access flags of a whole account, for its buckets of now and of later, in every Region.</summary>
public sealed class BlockPublicAccount : Remediation<NoOptions, BlockPublicAccount.Observed>
{
    public override string Name => "block-public-account";

    public override string Summary => "Turn on all four Block Public Access flags of the account, for all its buckets.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Account, ResourceKinds.Bucket];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(AccountPublicAccessBlock)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [BucketReads.Permission];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        if (Unfit(context) is { } reason)
        {
            return new Observed(reason, default, TagReading.None);
        }

        var block = new AccountPublicAccessBlock().ReadAsync(context.Aws, AccountPublicAccessBlock.TargetOf(context.Aws.Account), cancel);
        var tags = context.Resource.Kind == ResourceKinds.Bucket ? BucketReads.TagsAsync(context, context.Resource.Id, cancel) : Task.FromResult(TagReading.None);
        await Task.WhenAll(block, tags).ConfigureAwait(false);
        return new Observed(null, await block.ConfigureAwait(false), await tags.ConfigureAwait(false));
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) =>
        observed.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(AccountPublicAccessBlock),
                Target = AccountPublicAccessBlock.TargetOf(context.Finding.Account),
                Before = observed.Block,
                After = BucketPublicAccessBlock.AllOn,
                Phase = Phase.Contain,

                // A release takes this off before it puts a public policy back, which S3 would refuse while it is on.
                Stage = 1,
                Note = "Every bucket of the account that is public on purpose stops being so: websites, open data, and cross-account access that a public policy grants.",
            }],
            "The setting reaches all Regions after a while, not at once.",
            "Objects that were copied while a bucket was public cannot be called back.",
            "Presigned URLs work until they expire or the credential that signed them is disabled.");

    private static string? Unfit(ObserveContext context) =>
        context.Resource.Kind == ResourceKinds.Bucket ? BucketReads.Unfit(context.Resource.Id)
        : context.Resource.Id == context.Aws.Account ? null
        : "the finding does not name the account that it is in";

    /// <summary>The account as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Block">Its Block Public Access configuration.</param>
    /// <param name="Tags">Tags of the bucket, where the finding is about one.</param>
    public sealed record Observed(string? Unfit, AttributeValue Block, TagReading Tags);
}
