using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who outside the account may launch an AMI: account ids, ARNs of organizations and their units, "all" for everybody.</summary>
public sealed class ImageSharing : SharingAttribute
{
    public override string Label => "sharing of the image";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ec2:DescribeImageAttribute")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ec2:ModifyImageAttribute", "arn:{partition}:ec2:{region}::image/{imageId}")];

    protected override string[] Missing { get; } = [Ec2Errors.ImageNotFound, Ec2Errors.ImageUnavailable];

    public static Target TargetOf(string image) => new(ResourceKinds.Image, image);

    protected override async Task<IEnumerable<string?>> ListAsync(IAmazonEC2 ec2, string id, CancellationToken cancel)
    {
        var request = new DescribeImageAttributeRequest { ImageId = id, Attribute = ImageAttributeName.LaunchPermission };
        var permissions = (await ec2.DescribeImageAttributeAsync(request, cancel).ConfigureAwait(false)).ImageAttribute?.LaunchPermissions ?? [];
        return permissions.Select(p => p.Group?.Value ?? p.UserId ?? p.OrganizationArn ?? p.OrganizationalUnitArn);
    }

    protected override Task ModifyAsync(IAmazonEC2 ec2, string id, bool add, string[] values, CancellationToken cancel)
    {
        var permissions = values.Select(Permission).ToList();
        var modify = new ModifyImageAttributeRequest
        {
            ImageId = id,
            Attribute = ImageAttributeName.LaunchPermission.Value,
            LaunchPermission = add ? new LaunchPermissionModifications { Add = permissions } : new LaunchPermissionModifications { Remove = permissions },
        };
        return ec2.ModifyImageAttributeAsync(modify, cancel);
    }

    private static LaunchPermission Permission(string value) =>
        Sharing.IsEverybody(value) ? new LaunchPermission { Group = PermissionGroup.All }
        : !value.StartsWith("arn:", StringComparison.Ordinal) ? new LaunchPermission { UserId = value }
        : value.Contains(":ou/", StringComparison.Ordinal) ? new LaunchPermission { OrganizationalUnitArn = value }
        : new LaunchPermission { OrganizationArn = value };
}
