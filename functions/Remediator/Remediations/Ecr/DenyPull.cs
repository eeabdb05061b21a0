using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.ECR;
using Amazon.ECR.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Denies everybody to pull images from an ECR repository: nothing new starts from an image that is not to be trusted.</summary>
public sealed class DenyPull : Remediation<DenyPullOptions, DenyPull.Observed>
{
    public override string Name => "deny-pull";

    public override string Summary => "Deny everybody to pull images from an ECR repository.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EcrRepository, ResourceKinds.ContainerImage];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RepositoryPullDeny)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ecr:ListTagsForResource", "arn:{partition}:ecr:{region}:{account}:repository/{repository}")];

    public override JsonTypeInfo OptionsInfo => DenyPullJsonContext.Default.DenyPullOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, DenyPullOptions options, CancellationToken cancel)
    {
        if (RepositoryOf(context.Resource) is not { } repository)
        {
            return new Observed("the finding does not name the repository by a valid name", "", default, TagReading.None);
        }

        try
        {
            var deny = new RepositoryPullDeny().ReadAsync(context.Aws, RepositoryPullDeny.TargetOf(repository), cancel);
            var tags = TagsAsync(context, repository, cancel);
            await Task.WhenAll(deny, tags).ConfigureAwait(false);
            return new Observed(null, repository, await deny.ConfigureAwait(false), await tags.ConfigureAwait(false));
        }
        catch (RepositoryNotFoundException)
        {
            return new Observed($"there is no repository {repository} in {context.Aws.Region} of account {context.Aws.Account} (any more)", repository, default, TagReading.None);
        }
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, DenyPullOptions options, Observed observed) =>
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

    /// <summary>The repository of a repository's or an image's ARN or name; of this account only.</summary>
    private static string? RepositoryOf(ResourceRef resource)
    {
        var text = resource.Detail(ResourceDetails.Repository) ?? resource.Id;
        var name = Arn.TryParse(text) is { } arn ? arn.Resource.StartsWith("repository/", StringComparison.Ordinal) ? arn.Resource["repository/".Length..].Split("/sha256:")[0] : "" : text;
        return name.Length is >= 2 and <= 256 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '/') ? name : null;
    }

    /// <summary>Unreadable tags are for the safety gate to weigh; they do not hide what else was seen.</summary>
    private static async Task<TagReading> TagsAsync(ObserveContext context, string repository, CancellationToken cancel)
    {
        var arn = $"arn:{context.Aws.Partition}:ecr:{context.Aws.Region}:{context.Aws.Account}:repository/{repository}";
        try
        {
            var response = await context.Aws.Client<IAmazonECR>().ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn }, cancel).ConfigureAwait(false);
            return new TagReading.Known((response.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        }
        catch (AmazonECRException e) when (e is not RepositoryNotFoundException)
        {
            return new TagReading.Unknown($"tags of repository {repository}: {e.ErrorCode}: {e.Message}");
        }
    }

    /// <summary>The repository as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Repository">Its name.</param>
    /// <param name="Deny">The engine's statement in its policy.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, string Repository, AttributeValue Deny, TagReading Tags);
}
