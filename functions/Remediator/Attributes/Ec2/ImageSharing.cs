using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who outside the account may launch an AMI: account ids, ARNs of organizations and their units, "all" for everybody; absent when there is no such AMI.</summary>
/// <remarks>The target's id is the image id. EC2 refuses to add and remove in one call.</remarks>
public sealed class ImageSharing : ResourceAttribute
{
    private const string Image = "arn:{partition}:ec2:{region}::image/{imageId}";

    public override string Label => "sharing of the image";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ec2:DescribeImageAttribute")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ec2:ModifyImageAttribute", Image)];

    public static Target TargetOf(string image) => new(ResourceKinds.Image, image);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeImageAttributeRequest { ImageId = target.Id, Attribute = ImageAttributeName.LaunchPermission };
            var response = await aws.Client<IAmazonEC2>().DescribeImageAttributeAsync(request, cancel).ConfigureAwait(false);
            var permissions = response.ImageAttribute?.LaunchPermissions ?? [];
            return AttributeValue.OfSet(permissions.Select(p => p.Group?.Value ?? p.UserId ?? p.OrganizationArn ?? p.OrganizationalUnitArn).OfType<string>());
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.ImageNotFound, Ec2Errors.ImageUnavailable))
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        foreach (var (add, values) in Sharing.Calls(request))
        {
            var permissions = values.Select(Permission).ToList();
            var modify = new ModifyImageAttributeRequest
            {
                ImageId = request.Target.Id,
                Attribute = ImageAttributeName.LaunchPermission.Value,
                LaunchPermission = add ? new LaunchPermissionModifications { Add = permissions } : new LaunchPermissionModifications { Remove = permissions },
            };
            await aws.Client<IAmazonEC2>().ModifyImageAttributeAsync(modify, cancel).ConfigureAwait(false);
        }
    }

    public override string Describe(AttributeValue value) => Sharing.Describe(value);

    private static LaunchPermission Permission(string value) =>
        Sharing.IsEverybody(value) ? new LaunchPermission { Group = PermissionGroup.All }
        : !value.StartsWith("arn:", StringComparison.Ordinal) ? new LaunchPermission { UserId = value }
        : value.Contains(":ou/", StringComparison.Ordinal) ? new LaunchPermission { OrganizationalUnitArn = value }
        : new LaunchPermission { OrganizationArn = value };
}
