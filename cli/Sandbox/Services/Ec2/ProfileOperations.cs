using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Which instance profile an instance has.</summary>
[Ec2]
internal static class ProfileOperations
{
    [Checks("*")]
    public static Answer DescribeIamInstanceProfileAssociations(Call call)
    {
        var all = new Table<Row>();
        foreach (var association in call.Region.ProfileAssociations.Values)
        {
            all[association.Id] = new Row(association);
        }

        var chosen = all.Chosen(call, "AssociationId", Missing).Filtered(call, (a, name) => name switch
        {
            "instance-id" => [a.Association.InstanceId],
            "state" => [a.Association.Status],
            _ => null,
        });
        return Ec2Xml.Page(call, "iamInstanceProfileAssociationSet", chosen, a => Write(a.Association));
    }

    public static Answer AssociateIamInstanceProfile(Call call)
    {
        var instance = InstanceOperations.Find(call);
        var profile = Wanted(call, instance.Id);
        if (call.Region.ProfileAssociations.Values.Any(a => a.InstanceId == instance.Id))
        {
            throw new AwsError("IncorrectState", $"There is an existing association for instance {instance.Id}");
        }

        return Associated(call, instance.Id, profile);
    }

    public static Answer ReplaceIamInstanceProfileAssociation(Call call)
    {
        var old = Find(call);
        var profile = Wanted(call, old.InstanceId);
        call.Region.ProfileAssociations.Remove(old.Id);
        return Associated(call, old.InstanceId, profile);
    }

    public static Answer DisassociateIamInstanceProfile(Call call)
    {
        var old = Find(call);
        call.Demand(call.Operation.DefaultAction, InstanceArn(call, old.InstanceId));
        call.Region.ProfileAssociations.Remove(old.Id);
        return Answer.Xml(new XElement("iamInstanceProfileAssociation", Write(old, "disassociating")));
    }

    /// <summary>The profile that the call names; asks IAM for the instance and for passing the profile's role.</summary>
    private static InstanceProfile Wanted(Call call, string instanceId)
    {
        call.Demand(call.Operation.DefaultAction, InstanceArn(call, instanceId));
        var named = call.Parameters.Struct("IamInstanceProfile");
        var profile = call.Account.InstanceProfiles.Values.FirstOrDefault(p => p.Arn == named["Arn"] || (named["Arn"] is null && p.Name == named["Name"]))
            ?? throw new AwsError("InvalidParameterValue", $"Value ({named["Arn"] ?? named["Name"]}) for parameter iamInstanceProfile is invalid. Invalid IAM Instance Profile");
        call.Demand(
            "iam:PassRole",
            call.Account.Roles[profile.RoleName].Arn,
            new Dictionary<string, string> { ["iam:PassedToService"] = "ec2.amazonaws.com", ["iam:AssociatedResourceArn"] = InstanceArn(call, instanceId) });
        return profile;
    }

    private static Answer Associated(Call call, string instanceId, InstanceProfile profile)
    {
        var association = new ProfileAssociation { Id = call.World.Ec2Id("iip-assoc"), InstanceId = instanceId, ProfileArn = profile.Arn, ProfileId = profile.Id };
        call.Region.ProfileAssociations[association.Id] = association;
        return Answer.Xml(new XElement("iamInstanceProfileAssociation", Write(association, "associating")));
    }

    private static object[] Write(ProfileAssociation association, string? status = null) =>
    [
        new XElement("associationId", association.Id),
        new XElement("instanceId", association.InstanceId),
        new XElement("iamInstanceProfile", new XElement("arn", association.ProfileArn), new XElement("id", association.ProfileId)),
        new XElement("state", status ?? association.Status),
    ];

    private static ProfileAssociation Find(Call call)
    {
        var id = call.Parameters.Required("AssociationId");
        return call.Region.ProfileAssociations.GetValueOrDefault(id) ?? throw Missing(id);
    }

    private static string InstanceArn(Call call, string id) => World.Arn("ec2", call.RegionName, call.Account.Id, "instance/" + id);

    private static AwsError Missing(string id) => new("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");

    private sealed record Row(ProfileAssociation Association) : ITagged
    {
        public Tags Tags => [];
    }
}
