using System.Collections.Immutable;
using Amazon.ECR;
using Amazon.ECR.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>What every remediation of an ECR repository reads.</summary>
internal static class RepositoryReads
{
    public static readonly Permission Permission = new("ecr:ListTagsForResource", "arn:{partition}:ecr:{region}:{account}:repository/{repository}");

    /// <summary>The repository of a repository's or an image's ARN or name; of this account only.</summary>
    public static string? NameOf(ResourceRef resource)
    {
        var text = resource.Detail(ResourceDetails.Repository) ?? resource.Id;
        var name = Arn.TryParse(text) is { } arn ? arn.Resource.StartsWith("repository/", StringComparison.Ordinal) ? arn.Resource["repository/".Length..].Split("/sha256:")[0] : "" : text;
        return name.Length is >= 2 and <= 256 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '/') ? name : null;
    }

    /// <summary>One value of a repository and its tags; why there is nothing to do where the finding names none, or one that is not there.</summary>
    public static async Task<(string? Unfit, AttributeValue Value, TagReading Tags)> ReadAsync(ObserveContext context, string? repository, ResourceAttribute attribute, CancellationToken cancel)
    {
        if (repository is null)
        {
            return ("the finding does not name the repository by a valid name", default, TagReading.None);
        }

        try
        {
            var value = attribute.ReadAsync(context.Aws, RepositoryPolicy.TargetOf(repository), cancel);
            var tags = TagsAsync(context, repository, cancel);
            await Task.WhenAll(value, tags).ConfigureAwait(false);
            return (null, await value.ConfigureAwait(false), await tags.ConfigureAwait(false));
        }
        catch (RepositoryNotFoundException)
        {
            return ($"there is no repository {repository} in {context.Aws.Region} of account {context.Aws.Account} (any more)", default, TagReading.None);
        }
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
}
