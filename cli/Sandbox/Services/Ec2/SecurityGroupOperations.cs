using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class SecurityGroupOperations
{
    [Checks("*")]
    public static Answer DescribeSecurityGroups(Call call)
    {
        var names = call.Parameters.List("GroupName");
        var chosen = call.Region.SecurityGroups.Chosen(call, "GroupId", Missing).Where(g => names.Count == 0 || names.Contains(g.Name)).Filtered(call, (g, name) => name switch
        {
            "group-id" => [g.Id],
            "group-name" => [g.Name],
            "vpc-id" => [g.VpcId],
            "description" => [g.Description],
            "owner-id" => [call.Account.Id],
            "ip-permission.group-id" => g.Rules.Values.Where(r => !r.IsEgress).Select(r => r.ReferencedGroupId),
            "egress.ip-permission.group-id" => g.Rules.Values.Where(r => r.IsEgress).Select(r => r.ReferencedGroupId),
            _ => null,
        });
        return Ec2Xml.Page(call, "securityGroupInfo", chosen, g => new object?[]
        {
            new XElement("ownerId", call.Account.Id),
            new XElement("groupId", g.Id),
            new XElement("groupName", g.Name),
            new XElement("groupDescription", g.Description),
            new XElement("vpcId", g.VpcId),
            new XElement("securityGroupArn", World.Arn("ec2", call.RegionName, call.Account.Id, "security-group/" + g.Id)),
            SecurityGroupXml.Permissions(call, "ipPermissions", g.Rules.Values.Where(r => !r.IsEgress)),
            SecurityGroupXml.Permissions(call, "ipPermissionsEgress", g.Rules.Values.Where(r => r.IsEgress)),
            Ec2Xml.Tags(g.Tags),
        });
    }

    [Checks("security-group/*")]
    [Checks("vpc/{VpcId}")]
    public static Answer CreateSecurityGroup(Call call)
    {
        var name = call.Parameters.Required("GroupName");
        var description = call.Parameters.Required("GroupDescription");
        var tags = Ec2Xml.TagsToCreate(call, "security-group");
        var vpcId = call.Parameters["VpcId"] ?? call.Region.Vpcs.Values.FirstOrDefault(v => v.IsDefault)?.Id
            ?? throw new AwsError("VPCIdNotSpecified", "No default VPC for this user");
        var vpc = call.Region.Vpcs.GetValueOrDefault(vpcId) ?? throw NetworkOperations.MissingVpc(vpcId);
        if (name.StartsWith("sg-", StringComparison.OrdinalIgnoreCase) || name.Length > 255)
        {
            throw new AwsError("InvalidParameterValue", $"Invalid value '{name}' for groupName. Group names may be at most 255 characters and may not start with sg-.");
        }

        if (call.Region.SecurityGroups.Values.Any(g => g.VpcId == vpcId && g.Name == name))
        {
            throw new AwsError("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpcId}'");
        }

        var group = new SecurityGroup { Id = call.World.Ec2Id("sg"), Name = name, Description = description, VpcId = vpcId, Tags = tags };
        foreach (var rule in SecurityGroupRule.Defaults(vpc))
        {
            group.Rules[call.World.Ec2Id("sgr")] = rule;
        }

        call.Region.SecurityGroups[group.Id] = group;
        return Answer.Xml(
            new XElement("return", true),
            new XElement("groupId", group.Id),
            Ec2Xml.Tags(tags),
            new XElement("securityGroupArn", World.Arn("ec2", call.RegionName, call.Account.Id, "security-group/" + group.Id)));
    }

    [Checks("security-group/{GroupId}")]
    public static Answer DeleteSecurityGroup(Call call)
    {
        var group = Find(call);
        if (group.Name == "default")
        {
            throw new AwsError("CannotDelete", $"the specified group: \"{group.Id}\" name: \"default\" cannot be deleted by a user");
        }

        var used = call.Region.NetworkInterfaces.Values.Any(n => n.Groups.Contains(group.Id))
            || call.Region.SecurityGroups.Values.Any(g => g != group && g.Rules.Values.Any(r => r.ReferencedGroupId == group.Id));
        if (used)
        {
            throw new AwsError("DependencyViolation", $"resource {group.Id} has a dependent object");
        }

        call.Region.SecurityGroups.Remove(group.Id);
        return Answer.Xml(new XElement("return", true), new XElement("groupId", group.Id));
    }

    public static SecurityGroup Find(Call call)
    {
        var id = call.Parameters["GroupId"];
        return id is null
            ? call.Region.SecurityGroups.Values.FirstOrDefault(g => g.Name == call.Parameters.Required("GroupName") && call.Region.Vpcs[g.VpcId].IsDefault) ?? throw Missing(call.Parameters["GroupName"]!)
            : call.Region.SecurityGroups.GetValueOrDefault(id) ?? throw Missing(id);
    }

    public static AwsError Missing(string id) => new("InvalidGroup.NotFound", $"The security group '{id}' does not exist");
}
