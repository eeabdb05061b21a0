using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Ends the sharing of an AMI with everybody and with other accounts.</summary>
public sealed class UnshareImage : Remediation<UnshareOptions, SharedCopy>
{
    public override string Name => "unshare-image";

    public override string Summary => "End the sharing of an AMI with everybody and with other accounts.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Image];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ImageSharing)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeImages")];

    public override JsonTypeInfo OptionsInfo => UnshareJsonContext.Default.UnshareOptions;

    protected override async Task<SharedCopy> ReadAsync(ObserveContext context, UnshareOptions options, CancellationToken cancel)
    {
        var (id, target) = (context.Resource.Id, ImageSharing.TargetOf(context.Resource.Id));
        if (!id.StartsWith("ami-", StringComparison.Ordinal) || !id.Skip(4).All(char.IsAsciiHexDigitLower) || id.Length is < 10 or > 30)
        {
            return SharedCopy.None("the finding does not name the image by a valid id");
        }

        var tags = TagsAsync(context, id, cancel);
        var shared = new ImageSharing().ReadAsync(context.Aws, target, cancel);
        await Task.WhenAll(tags, shared).ConfigureAwait(false);
        return await tags.ConfigureAwait(false) is { } known && await shared.ConfigureAwait(false) is { IsAbsent: false } with
            ? new SharedCopy(null, target, with, new TagReading.Known(known))
            : SharedCopy.None($"the account has no image {id} in {context.Aws.Region} (any more)");
    }

    protected override TagReading Tags(SharedCopy observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, UnshareOptions options, SharedCopy observed) => observed.Unshare(Name, nameof(ImageSharing), options);

    /// <summary>Null when the account owns no such image: one that is shared with it has the same form of id.</summary>
    private static async Task<ImmutableDictionary<string, string>?> TagsAsync(ObserveContext context, string id, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeImagesRequest { ImageIds = [id], Owners = ["self"] };
            var found = (await context.Aws.Client<IAmazonEC2>().DescribeImagesAsync(request, cancel).ConfigureAwait(false)).Images?.FirstOrDefault();
            return found is null ? null : (found.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.ImageNotFound, Ec2Errors.ImageUnavailable, Ec2Errors.ImageMalformed))
        {
            return null;
        }
    }
}
