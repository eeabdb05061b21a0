using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Blocking;

/// <summary>Whether a remote address is the account's own: what hides behind a NAT gateway or load balancer looks like an attacker from the next VPC.</summary>
internal static class OwnAddresses
{
    public static IReadOnlyList<Permission> Permissions { get; } = [new("ec2:DescribeAddresses"), new("ec2:DescribeNetworkInterfaces"), new("ec2:DescribeVpcs")];

    /// <summary>What of the account has the finding's remote address, in its Region; null for nothing.</summary>
    public static Task<string?> OfAsync(ObserveContext context, CancellationToken cancel) =>
        BlockChoice.Of(context.Plan) is { } address ? OfAsync(context, address, cancel) : Task.FromResult<string?>(null);

    /// <summary>The same for any address.</summary>
    public static Task<string?> OfAsync(ObserveContext context, RemoteAddress address, CancellationToken cancel) =>
        context.OnceAsync($"own address {address.Address}", () => ReadAsync(context.Aws.Client<IAmazonEC2>(), address, cancel));

    private static async Task<string?> ReadAsync(IAmazonEC2 ec2, RemoteAddress address, CancellationToken cancel)
    {
        var text = address.Address.ToString();
        var named = new Filter { Name = address.IsV6 ? "ipv6-addresses.ipv6-address" : "association.public-ip", Values = [text] };
        var interfaces = ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { Filters = [named] }, cancel);
        var elastic = address.IsV6
            ? Task.FromResult(new DescribeAddressesResponse())
            : ec2.DescribeAddressesAsync(new DescribeAddressesRequest { Filters = [new Filter { Name = "public-ip", Values = [text] }] }, cancel);
        var range = RangeAsync(ec2, address, cancel);
        await Task.WhenAll(interfaces, elastic, range).ConfigureAwait(false);
        return (interfaces.Result.NetworkInterfaces ?? []).Select(n => n.NetworkInterfaceId).FirstOrDefault()
            ?? (elastic.Result.Addresses ?? []).Select(a => a.AllocationId).FirstOrDefault()
            ?? range.Result;
    }

    /// <summary>The VPC that has the address in one of its ranges; those of IPv6 are ranges of the Internet.</summary>
    private static async Task<string?> RangeAsync(IAmazonEC2 ec2, RemoteAddress address, CancellationToken cancel)
    {
        var request = new DescribeVpcsRequest();
        do
        {
            var page = await ec2.DescribeVpcsAsync(request, cancel).ConfigureAwait(false);
            if ((page.Vpcs ?? []).Find(v => Ranges(v).Any(address.IsIn)) is { } found)
            {
                return found.VpcId;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return null;
    }

    private static IEnumerable<string?> Ranges(Vpc vpc) =>
    [
        vpc.CidrBlock,
        .. (vpc.CidrBlockAssociationSet ?? []).Select(a => a.CidrBlock),
        .. (vpc.Ipv6CidrBlockAssociationSet ?? []).Select(a => a.Ipv6CidrBlock),
    ];
}
