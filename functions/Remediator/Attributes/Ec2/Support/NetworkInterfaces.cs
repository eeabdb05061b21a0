using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Execution;

namespace Remediator.Attributes.Ec2Support;

/// <summary>Reads of network interfaces that several attributes share.</summary>
internal static class NetworkInterfaces
{
    /// <summary>Owner of an address that EC2 assigned by itself, where an Elastic IP has the account.</summary>
    private const string AmazonOwner = "amazon";

    public static async Task<NetworkInterface?> FindAsync(AwsSession aws, string id, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeNetworkInterfacesAsync(
                new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [id] }, cancel).ConfigureAwait(false);
            return response.NetworkInterfaces is [var found, ..] ? found : null;
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.InterfaceNotFound))
        {
            return null;
        }
    }

    /// <summary>The public IPv4 address that EC2 assigned at launch; null for none and for an Elastic IP.</summary>
    public static string? AutoAssignedAddress(NetworkInterface found) =>
        found.Association is { IpOwnerId: AmazonOwner, PublicIp: { } address } ? address : null;
}
