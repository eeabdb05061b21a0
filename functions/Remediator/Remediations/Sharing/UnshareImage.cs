using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>Ends the sharing of an AMI with everybody and with other accounts.</summary>
public sealed class UnshareImage() : Unsharing("image", "ami-")
{
    public override string Name => "unshare-image";

    public override string Summary => "End the sharing of an AMI with everybody, and with `whom: all` with other accounts too.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Image];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ImageSharing)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeImages")];

    protected override string[] Missing { get; } = [Ec2Errors.ImageNotFound, Ec2Errors.ImageUnavailable, Ec2Errors.ImageMalformed];

    protected override async Task<IEnumerable<Tag>?> OwnAsync(IAmazonEC2 ec2, string id, CancellationToken cancel)
    {
        var request = new DescribeImagesRequest { ImageIds = [id], Owners = ["self"] };
        return (await ec2.DescribeImagesAsync(request, cancel).ConfigureAwait(false)).Images is [var found, ..] ? found.Tags ?? [] : null;
    }
}
