using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Images, and whom snapshots and images are shared with.</summary>
[Ec2]
internal static class SharingOperations
{
    [Checks("*")]
    public static Answer DescribeSnapshotAttribute(Call call) =>
        Answer.Xml(new XElement("snapshotId", call.Parameters["SnapshotId"]), Permissions("createVolumePermission", Snapshot(call).SharedWith));

    [Checks("snapshot/{SnapshotId}")]
    public static Answer ModifySnapshotAttribute(Call call) => Modify(call, Snapshot(call).SharedWith, "CreateVolumePermission");

    [Checks("*")]
    public static Answer DescribeImages(Call call) => Ec2Xml.Page(
        call,
        "imagesSet",
        call.Region.Images.Chosen(call, "ImageId", Missing),
        i => new object[] { new XElement("imageId", i.Id), new XElement("imageOwnerId", call.Account.Id), new XElement("isPublic", i.SharedWith.Contains("all")), Ec2Xml.Tags(i.Tags) });

    [Checks("*")]
    public static Answer DescribeImageAttribute(Call call) =>
        Answer.Xml(new XElement("imageId", call.Parameters["ImageId"]), Permissions("launchPermission", Image(call).SharedWith));

    [Checks("image/{ImageId}")]
    public static Answer ModifyImageAttribute(Call call) => Modify(call, Image(call).SharedWith, "LaunchPermission");

    private static Answer Modify(Call call, SortedSet<string> shared, string permission)
    {
        var (add, remove) = (Named(call.Parameters.Structs(permission + ".Add")), Named(call.Parameters.Structs(permission + ".Remove")));
        if (add.Count > 0 && remove.Count > 0)
        {
            throw new AwsError("InvalidParameterCombination", "Add and remove operations cannot be mixed.");
        }

        shared.UnionWith(add);
        shared.ExceptWith(remove);
        return Ec2Xml.Done;
    }

    private static List<string> Named(IReadOnlyList<Parameters> permissions) =>
        [.. permissions.Select(p => p["Group"] ?? p["UserId"] ?? p["OrganizationArn"] ?? p.Required("OrganizationalUnitArn"))];

    private static XElement Permissions(string list, IEnumerable<string> shared) => Ec2Xml.List(list, shared, s => new XElement(
        s == "all" ? "group" : !s.StartsWith("arn:", StringComparison.Ordinal) ? "userId" : s.Contains(":ou/", StringComparison.Ordinal) ? "organizationalUnitArn" : "organizationArn", s));

    private static VolumeSnapshot Snapshot(Call call) =>
        call.Region.Snapshots.GetValueOrDefault(call.Parameters.Required("SnapshotId")) ?? throw new AwsError("InvalidSnapshot.NotFound", $"The snapshot '{call.Parameters["SnapshotId"]}' does not exist.");

    private static MachineImage Image(Call call) => call.Region.Images.GetValueOrDefault(call.Parameters.Required("ImageId")) ?? throw Missing(call.Parameters["ImageId"]!);

    private static AwsError Missing(string id) => new("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist");
}
