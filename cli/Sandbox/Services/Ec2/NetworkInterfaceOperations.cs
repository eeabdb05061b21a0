using System.Globalization;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class NetworkInterfaceOperations
{
    private const int GroupsPerInterface = 5;
    private const int DefaultTimeout = 432_000;

    [Checks("*")]
    public static Answer DescribeNetworkInterfaces(Call call)
    {
        var chosen = call.Region.NetworkInterfaces.Chosen(call, "NetworkInterfaceId", Missing).Filtered(call, (n, name) => name switch
        {
            "network-interface-id" => [n.Id],
            "attachment.instance-id" => [n.Attachment?.InstanceId],
            "attachment.attachment-id" => [n.Attachment?.Id],
            "attachment.device-index" => [n.Attachment?.DeviceIndex.ToString(CultureInfo.InvariantCulture)],
            "group-id" => (IEnumerable<string?>)n.Groups,
            "group-name" => n.Groups.Select(g => call.Region.SecurityGroups[g].Name),
            "vpc-id" => [n.VpcId],
            "subnet-id" => [n.SubnetId],
            "private-ip-address" or "addresses.private-ip-address" => [n.PrivateIp],
            "association.public-ip" or "addresses.association.public-ip" => [InterfaceXml.PublicIp(call.Region, n)],
            "ipv6-addresses.ipv6-address" => [n.Ipv6],
            "interface-type" => [n.Type],
            "requester-managed" => [n.RequesterId is null ? "false" : "true"],
            "requester-id" => [n.RequesterId],
            "status" => [n.Attachment is null ? "available" : "in-use"],
            "description" => [n.Description],
            _ => null,
        });
        return Ec2Xml.Page(call, "networkInterfaceSet", chosen, n => InterfaceXml.Write(call, n, "tagSet"));
    }

    [Checks("network-interface/{NetworkInterfaceId}")]
    [Checks("security-group/{SecurityGroupId}")]
    public static Answer ModifyNetworkInterfaceAttribute(Call call)
    {
        var id = call.Parameters.Required("NetworkInterfaceId");
        var target = call.Region.NetworkInterfaces.GetValueOrDefault(id) ?? throw Missing(id);
        string[] attributes = ["SecurityGroupId", "Description", "SourceDestCheck", "Attachment", "AssociatePublicIpAddress", "ConnectionTrackingSpecification"];
        var sent = attributes.Where(call.Parameters.Has).ToList();
        if (sent.Count != 1)
        {
            throw sent.Count == 0
                ? new AwsError("InvalidParameterCombination", "No attributes specified.")
                : new AwsError("InvalidParameterCombination", "Fields for multiple attribute types specified");
        }

        if (target.RequesterId is not null)
        {
            throw new AwsError("AuthFailure", "You do not have permission to access the specified resource.", 403);
        }

        switch (sent[0])
        {
            case "SecurityGroupId":
                target.Groups = ValidGroups(call, target, call.Parameters.List("SecurityGroupId"));
                break;
            case "Description":
                target.Description = call.Parameters.Struct("Description")["Value"] ?? "";
                break;
            case "SourceDestCheck":
                target.SourceDestCheck = call.Parameters.Struct("SourceDestCheck").Bool("Value") ?? throw AwsError.MissingParameter("sourceDestCheck.value");
                break;
            case "Attachment":
                ModifyAttachment(target, call.Parameters.Struct("Attachment"));
                break;
            case "AssociatePublicIpAddress":
                target.AutoPublicIp = call.Parameters.Bool("AssociatePublicIpAddress") == true ? target.AutoPublicIp ?? $"203.0.113.{call.World.Next("autoPublicIp")}" : null;
                break;
            default:
                target.TcpEstablishedTimeout = Timeout(call.Parameters.Struct("ConnectionTrackingSpecification").Int("TcpEstablishedTimeout"));
                break;
        }

        return Ec2Xml.Done;
    }

    /// <summary>The groups, checked: at least one, all there, all of the interface's VPC, not too many.</summary>
    public static SortedSet<string> ValidGroups(Call call, NetworkInterface target, IReadOnlyList<string> ids)
    {
        var groups = ids.Select(id => call.Region.SecurityGroups.GetValueOrDefault(id) ?? throw SecurityGroupOperations.Missing(id)).ToList();
        if (groups.Count == 0)
        {
            throw new AwsError("InvalidParameterCombination", "You must specify at least one security group.");
        }

        if (groups.Any(g => g.VpcId != target.VpcId))
        {
            throw new AwsError("InvalidParameter", "You have specified two resources that belong to different networks.");
        }

        return groups.Count > GroupsPerInterface
            ? throw new AwsError("SecurityGroupsPerInterfaceLimitExceeded", "You have exceeded the number of security groups per interface.")
            : new SortedSet<string>(ids, StringComparer.Ordinal);
    }

    /// <remarks>The default is shown as nothing set.</remarks>
    private static int? Timeout(int? seconds) => seconds switch
    {
        null or DefaultTimeout => null,
        >= 60 and < DefaultTimeout => seconds,
        var wrong => throw AwsError.InvalidParameter("TcpEstablishedTimeout", wrong.Value.ToString(CultureInfo.InvariantCulture)),
    };

    private static void ModifyAttachment(NetworkInterface target, Parameters wanted)
    {
        if (target.Attachment is not { } attachment || attachment.Id != wanted.Required("AttachmentId"))
        {
            throw new AwsError("InvalidAttachmentID.NotFound", $"The attachment '{wanted["AttachmentId"]}' does not exist.");
        }

        attachment.DeleteOnTermination = wanted.Bool("DeleteOnTermination") ?? throw AwsError.MissingParameter("attachment.deleteOnTermination");
    }

    private static AwsError Missing(string id) => new("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist");
}
