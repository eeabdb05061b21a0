using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a network ACL denies one address in one direction; target <c>acl-id/direction/address</c>; absent when there is no such ACL.</summary>
/// <remarks>
/// The number of an entry is no part of the value: it is the lowest free one at the time of the write, and where another incident
/// takes it first, the next. Undo deletes entries for exactly this address where it was not denied before.
/// </remarks>
public sealed class NetworkAclDeny : ResourceAttribute
{
    public const string Ingress = "ingress";
    public const string Egress = "egress";

    private const string AclArn = "arn:{partition}:ec2:{region}:{account}:network-acl/{networkAcl}";
    private const int Attempts = 8;

    public override string Label => "denied address";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeNetworkAcls")];

    public override IReadOnlyList<Permission> WritePermissions =>
        [new("ec2:CreateNetworkAclEntry", AclArn, Ec2Arns.InVpc), new("ec2:DeleteNetworkAclEntry", AclArn, Ec2Arns.InVpc)];

    /// <param name="denied">Direction and address.</param>
    internal static Target Of(string aclId, string denied) => new("AWS::EC2::NetworkAcl", $"{aclId}/{denied}");

    internal static AttributeValue Value(IEnumerable<NetworkAclEntry> entries, string direction, RemoteAddress address) =>
        AttributeValue.Of(new NetworkAclSlots(entries, address, direction == Egress).IsDenied);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (acl, direction, address) = Parse(target);
        return await FindAsync(aws, acl, cancel).ConfigureAwait(false) is { } found ? Value(found.Entries ?? [], direction, address) : AttributeValue.Absent;
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (id, direction, address) = Parse(request.Target);
        for (var attempt = 1; ; attempt++)
        {
            var acl = await FindAsync(aws, id, cancel).ConfigureAwait(false) ?? throw new RemediationException($"there is no network ACL {id} any more");
            try
            {
                await WriteAsync(aws, acl, address, direction == Egress, deny: request.Wanted == AttributeValue.Of(true), cancel).ConfigureAwait(false);
                return;
            }
            catch (AmazonServiceException e) when (attempt < Attempts && e.Is(Ec2Errors.AclEntryExists, Ec2Errors.AclEntryNotFound))
            {
                // Another incident took the number, or an earlier attempt has deleted the entry: look again.
            }
        }
    }

    /// <remarks>Each direction is an entry of its own.</remarks>
    public override bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) => Mixture.IsOf(one, other, live);

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "no such network ACL" : value == AttributeValue.Of(true) ? "denied" : "not denied";

    private static async Task WriteAsync(AwsSession aws, NetworkAcl acl, RemoteAddress address, bool egress, bool deny, CancellationToken cancel)
    {
        var ec2 = aws.Client<IAmazonEC2>();
        var slots = new NetworkAclSlots(acl.Entries ?? [], address, egress);
        if (!deny)
        {
            foreach (var number in slots.Own)
            {
                await ec2.DeleteNetworkAclEntryAsync(
                    new DeleteNetworkAclEntryRequest { NetworkAclId = acl.NetworkAclId, Egress = egress, RuleNumber = number }, cancel).ConfigureAwait(false);
            }

            return;
        }

        if (slots.IsDenied)
        {
            return;
        }

        var free = slots.Free ?? throw new RemediationException($"network ACL {acl.NetworkAclId} allows the address by its entry number 1: no number before it is free");
        await ec2.CreateNetworkAclEntryAsync(
            new CreateNetworkAclEntryRequest
            {
                NetworkAclId = acl.NetworkAclId,
                RuleNumber = free,
                Egress = egress,
                Protocol = "-1",
                RuleAction = RuleAction.Deny,
                CidrBlock = address.IsV6 ? null : address.Cidr,
                Ipv6CidrBlock = address.IsV6 ? address.Cidr : null,
            },
            cancel).ConfigureAwait(false);
    }

    private static async Task<NetworkAcl?> FindAsync(AwsSession aws, string id, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { NetworkAclIds = [id] }, cancel).ConfigureAwait(false);
            return response.NetworkAcls is [var found, ..] ? found : null;
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.AclNotFound))
        {
            return null;
        }
    }

    internal static string AddressOf(Target target) => $"{Parse(target).Address.Address}";

    private static (string Acl, string Direction, RemoteAddress Address) Parse(Target target) =>
        target.Id.Split('/', 3) is [var acl, Ingress or Egress, var text] && RemoteAddress.Parse(text) is { } address
            ? (acl, target.Id.Split('/', 3)[1], address)
            : throw new FormatException($"'{target.Id}' is not of the form acl-id/direction/address.");
}
