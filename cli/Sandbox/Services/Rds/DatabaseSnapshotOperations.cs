using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Rds;

/// <summary>Whom the manual snapshots of databases and clusters are shared with.</summary>
[Rds]
internal static class DatabaseSnapshotOperations
{
    [Checks("snapshot:{DBSnapshotIdentifier}")]
    public static Answer DescribeDBSnapshotAttributes(Call call) => Describe(Find(call, "DBSnapshot", false), "DBSnapshot");

    [Checks("cluster-snapshot:{DBClusterSnapshotIdentifier}")]
    public static Answer DescribeDBClusterSnapshotAttributes(Call call) => Describe(Find(call, "DBClusterSnapshot", true), "DBClusterSnapshot");

    [Checks("snapshot:{DBSnapshotIdentifier}")]
    public static Answer ModifyDBSnapshotAttribute(Call call) => Modify(call, Find(call, "DBSnapshot", false), "DBSnapshot");

    [Checks("cluster-snapshot:{DBClusterSnapshotIdentifier}")]
    public static Answer ModifyDBClusterSnapshotAttribute(Call call) => Modify(call, Find(call, "DBClusterSnapshot", true), "DBClusterSnapshot");

    private static Answer Describe(DatabaseSnapshot snapshot, string kind) => Answer.Xml(new XElement(
        kind + "AttributesResult",
        new XElement(kind + "Identifier", snapshot.Id),
        new XElement(
            kind + "Attributes",
            new XElement(kind + "Attribute", new XElement("AttributeName", "restore"), new XElement("AttributeValues", snapshot.SharedWith.Select(v => new XElement("AttributeValue", v)))))));

    private static Answer Modify(Call call, DatabaseSnapshot snapshot, string kind)
    {
        if (call.Parameters.Required("AttributeName") != "restore")
        {
            throw new AwsError("InvalidParameterValue", "The attribute name is not supported.");
        }

        snapshot.SharedWith.ExceptWith(call.Parameters.List("ValuesToRemove.AttributeValue"));
        snapshot.SharedWith.UnionWith(call.Parameters.List("ValuesToAdd.AttributeValue"));
        return Describe(snapshot, kind);
    }

    private static DatabaseSnapshot Find(Call call, string kind, bool ofCluster)
    {
        var id = call.Parameters.Required(kind + "Identifier");
        return call.Region.DatabaseSnapshots.GetValueOrDefault(id) is { } found && found.OfCluster == ofCluster
            ? found
            : throw new AwsError(ofCluster ? "DBClusterSnapshotNotFoundFault" : "DBSnapshotNotFound", $"{kind} {id} not found.", 404);
    }
}
