using System.Text.Json.Nodes;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>What an IAM principal may do in an EKS cluster by its access entry; absent when it has none.</summary>
/// <remarks>The target's id is <c>cluster#principal-arn</c>. An entry is made without policies, which are added one by one.</remarks>
public sealed class ClusterAccessEntry : ResourceAttribute
{
    public const string Kind = "AWS::EKS::AccessEntry";

    public override string Label => "access entry";

    public override IReadOnlyList<Permission> ReadPermissions { get; } =
        [new("eks:DescribeAccessEntry", EksNames.AccessEntry), new("eks:ListAssociatedAccessPolicies", EksNames.AccessEntry)];

    public override IReadOnlyList<Permission> WritePermissions { get; } =
    [
        new("eks:DeleteAccessEntry", EksNames.AccessEntry), new("eks:CreateAccessEntry", EksNames.Cluster),
        new("eks:AssociateAccessPolicy", EksNames.AccessEntry), new("eks:TagResource", EksNames.AccessEntry),
    ];

    public static Target TargetOf(string cluster, string principal) => new(Kind, $"{cluster}#{principal}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (cluster, principal) = Split(target);
        var eks = aws.Client<IAmazonEKS>();
        try
        {
            var entry = (await eks.DescribeAccessEntryAsync(new DescribeAccessEntryRequest { ClusterName = cluster, PrincipalArn = principal }, cancel).ConfigureAwait(false)).AccessEntry;
            var policies = new List<AssociatedAccessPolicy>();
            var request = new ListAssociatedAccessPoliciesRequest { ClusterName = cluster, PrincipalArn = principal };
            do
            {
                var page = await eks.ListAssociatedAccessPoliciesAsync(request, cancel).ConfigureAwait(false);
                policies.AddRange(page.AssociatedAccessPolicies ?? []);
                request.NextToken = page.NextToken;
            }
            while (request.NextToken is { Length: > 0 });
            return AccessEntryValue.Of(entry, policies);
        }
        catch (ResourceNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (cluster, principal) = Split(request.Target);
        var eks = aws.Client<IAmazonEKS>();
        var isBegun = !request.Wanted.IsAbsent && AccessEntryValue.IsBegun(request.Current, request.Wanted);
        if (!request.Current.IsAbsent && !isBegun)
        {
            try
            {
                await eks.DeleteAccessEntryAsync(new DeleteAccessEntryRequest { ClusterName = cluster, PrincipalArn = principal }, cancel).ConfigureAwait(false);
            }
            catch (ResourceNotFoundException)
            {
                // Gone is what is wanted, or is made next.
            }
        }

        if (request.Wanted.ToNode() is not JsonObject wanted)
        {
            return;
        }

        if (!isBegun)
        {
            await eks.CreateAccessEntryAsync(AccessEntryValue.Create(cluster, principal, wanted), cancel).ConfigureAwait(false);
        }

        foreach (var policy in AccessEntryValue.Missing(isBegun ? request.Current : AttributeValue.Absent, wanted))
        {
            await eks.AssociateAccessPolicyAsync(AccessEntryValue.Associate(cluster, principal, policy), cancel).ConfigureAwait(false);
        }
    }

    /// <remarks>Made, and not all of its policies added yet.</remarks>
    public override bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) =>
        AccessEntryValue.IsBegun(live, one.IsAbsent ? other : one);

    public override string Describe(AttributeValue value) => value.IsAbsent ? "none" : AccessEntryValue.Describe(value);

    private static (string Cluster, string Principal) Split(Target target) =>
        target.Id.Split('#', 2) is [var cluster, var principal] ? (cluster, principal) : throw new InvalidOperationException($"{target} is not of the form cluster#principal");
}
