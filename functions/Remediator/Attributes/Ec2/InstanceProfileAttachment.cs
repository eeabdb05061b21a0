using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The ARN of the instance profile of an instance; absent when it has none.</summary>
/// <remarks>Credentials that were issued under the old profile outlive its change: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html.</remarks>
public sealed class InstanceProfileAttachment : ResourceAttribute
{
    private const string AlreadyAssociated = "IncorrectState";

    public override string Label => "instance profile";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeIamInstanceProfileAssociations")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:AssociateIamInstanceProfile", Ec2Arns.Instance),
        new("ec2:ReplaceIamInstanceProfileAssociation", Ec2Arns.Instance),
        new("ec2:DisassociateIamInstanceProfile", Ec2Arns.Instance),

        // Which role a profile has, the one before included, is known only when it is read: it is passed to this instance alone.
        new("iam:PassRole", "arn:{partition}:iam::{account}:role/{passed}", $$$"""{"StringEquals":{"iam:PassedToService":["ec2.amazonaws.com","ec2.amazonaws.com.cn"]},"ArnLikeIfExists":{"iam:AssociatedResourceArn":"{{{Ec2Arns.Instance}}}"}}"""),
    ];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await FindAsync(aws, target.Id, cancel).ConfigureAwait(false) is { IamInstanceProfile.Arn: { } arn } ? AttributeValue.Of(arn) : AttributeValue.Absent;

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var ec2 = aws.Client<IAmazonEC2>();
        var found = await FindAsync(aws, request.Target.Id, cancel).ConfigureAwait(false);
        if (request.Wanted.IsAbsent)
        {
            await (found is null ? Task.CompletedTask : DisassociateAsync(ec2, found.AssociationId, cancel)).ConfigureAwait(false);
            return;
        }

        var profile = new IamInstanceProfileSpecification { Arn = request.Wanted.ToString() };
        if (found is not null)
        {
            await ec2.ReplaceIamInstanceProfileAssociationAsync(
                new ReplaceIamInstanceProfileAssociationRequest { AssociationId = found.AssociationId, IamInstanceProfile = profile }, cancel).ConfigureAwait(false);
            return;
        }

        try
        {
            await ec2.AssociateIamInstanceProfileAsync(
                new AssociateIamInstanceProfileRequest { InstanceId = request.Target.Id, IamInstanceProfile = profile }, cancel).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.Is(AlreadyAssociated))
        {
            throw new RemediationException($"instance {request.Target.Id} was given another instance profile at the same time");
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "none" : value.ToString();

    private static async Task DisassociateAsync(IAmazonEC2 ec2, string association, CancellationToken cancel)
    {
        try
        {
            await ec2.DisassociateIamInstanceProfileAsync(new DisassociateIamInstanceProfileRequest { AssociationId = association }, cancel).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.AssociationNotFound))
        {
        }
    }

    private static async Task<IamInstanceProfileAssociation?> FindAsync(AwsSession aws, string instanceId, CancellationToken cancel)
    {
        var request = new DescribeIamInstanceProfileAssociationsRequest { Filters = [new Filter { Name = "instance-id", Values = [instanceId] }] };
        do
        {
            var page = await aws.Client<IAmazonEC2>().DescribeIamInstanceProfileAssociationsAsync(request, cancel).ConfigureAwait(false);
            if ((page.IamInstanceProfileAssociations ?? []).Find(a => a.State?.Value is "associated" or "associating") is { } found)
            {
                return found;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return null;
    }
}
