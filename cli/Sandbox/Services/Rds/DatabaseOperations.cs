using System.Globalization;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Rds;

/// <summary>Databases and clusters; changes are made at once.</summary>
[Rds]
internal static class DatabaseOperations
{
    [Checks("*")]
    public static Answer DescribeDBInstances(Call call)
    {
        var cluster = call.Parameters.Structs("Filters.Filter").FirstOrDefault(f => f["Name"] == "db-cluster-id")?.List("Values.Value");
        var chosen = call.Parameters["DBInstanceIdentifier"] is { } id ? [Instance(call, id)] : call.Region.Databases.Values.Where(d => cluster is null || cluster.Contains(d.ClusterId ?? "")).ToList();
        return Answer.Xml(new XElement("DBInstances", chosen.Select(d => new XElement("DBInstance", Content(d)))));
    }

    [Checks("*")]
    public static Answer DescribeDBClusters(Call call)
    {
        var chosen = call.Parameters["DBClusterIdentifier"] is { } id ? [Cluster(call, id)] : call.Region.DatabaseClusters.Values.ToList();
        return Answer.Xml(new XElement("DBClusters", chosen.Select(c => new XElement("DBCluster", Content(c)))));
    }

    [Checks("db:{DBInstanceIdentifier}")]
    public static Answer ModifyDBInstance(Call call)
    {
        var database = Instance(call, call.Parameters.Required("DBInstanceIdentifier"));
        if (database.Status != "available")
        {
            throw new AwsError("InvalidDBInstanceState", "Database instance is not in available state.");
        }

        var groups = Groups(call);
        if (groups.Count > 0 && database.ClusterId is not null)
        {
            throw new AwsError("InvalidParameterCombination", "The specified DB Instance is a member of a cluster. Modify the VPC security group for the DB Cluster instead.");
        }

        Replace(database.Groups, groups);
        Rotate(call, database.PasswordSecret);
        database.PubliclyAccessible = call.Parameters.Bool("PubliclyAccessible") ?? database.PubliclyAccessible;
        return Answer.Xml(new XElement("DBInstance", Content(database)));
    }

    [Checks("cluster:{DBClusterIdentifier}")]
    public static Answer ModifyDBCluster(Call call)
    {
        var cluster = Cluster(call, call.Parameters.Required("DBClusterIdentifier"));
        if (cluster.Status != "available")
        {
            throw new AwsError("InvalidDBClusterStateFault", $"DbCluster {cluster.Id} is in {cluster.Status} state.");
        }

        Replace(cluster.Groups, Groups(call));
        Rotate(call, cluster.PasswordSecret);
        return Answer.Xml(new XElement("DBCluster", Content(cluster)));
    }

    private static List<string> Groups(Call call)
    {
        var groups = call.Parameters.List("VpcSecurityGroupIds.VpcSecurityGroupId").ToList();
        return groups.Find(g => !call.Region.SecurityGroups.ContainsKey(g)) is { } missing
            ? throw new AwsError("InvalidParameterValue", $"Invalid security group , groupId= {missing}, groupName=.")
            : groups;
    }

    private static void Replace(SortedSet<string> live, List<string> wanted)
    {
        if (wanted.Count > 0)
        {
            live.Clear();
            live.UnionWith(wanted);
        }
    }

    /// <remarks>The new version is the current one at once.</remarks>
    private static void Rotate(Call call, string? arn)
    {
        if (call.Parameters.Bool("RotateMasterUserPassword") is not true)
        {
            return;
        }

        if (arn is null || call.Parameters.Bool("ApplyImmediately") is not true)
        {
            throw new AwsError("InvalidParameterCombination", "You can rotate the master user password only when it is managed in Secrets Manager, and only immediately.");
        }

        call.Demand("secretsmanager:RotateSecret", arn);
        var secret = call.Region.Secrets.Values.First(s => s.Arn == arn);
        secret.Version = string.Create(CultureInfo.InvariantCulture, $"{secret.Version[..24]}{Convert.ToInt64(secret.Version[24..], 16) + 1:x12}");
        secret.RotatedAt = call.Now;
    }

    private static XElement[] Secret(string? arn) =>
        arn is null ? [] : [new("MasterUserSecret", new XElement("SecretArn", arn), new XElement("SecretStatus", "active"))];

    private static IEnumerable<XElement> Content(Database database) =>
    [
        new("DBInstanceIdentifier", database.Id),
        new("DBInstanceStatus", database.Status),
        .. database.ClusterId is { } cluster ? [new XElement("DBClusterIdentifier", cluster)] : Array.Empty<XElement>(),
        new("DBSubnetGroup", new XElement("DBSubnetGroupName", "default"), new XElement("VpcId", database.VpcId)),
        new("PubliclyAccessible", database.PubliclyAccessible),
        Memberships(database.Groups),
        Queued(database.Queued),
        .. Secret(database.PasswordSecret),
        DatabaseTagOperations.List(database.Tags),
    ];

    private static IEnumerable<XElement> Content(DatabaseCluster cluster) =>
        [new("DBClusterIdentifier", cluster.Id), new("Status", cluster.Status), Queued(cluster.Queued), Memberships(cluster.Groups), .. Secret(cluster.PasswordSecret), DatabaseTagOperations.List(cluster.Tags)];

    private static XElement Queued(Tags queued) => new("PendingModifiedValues", queued.Select(q => new XElement(q.Key, q.Value)));

    private static XElement Memberships(IEnumerable<string> groups) =>
        new("VpcSecurityGroups", groups.Select(g => new XElement("VpcSecurityGroupMembership", new XElement("VpcSecurityGroupId", g), new XElement("Status", "active"))));

    private static Database Instance(Call call, string id) => call.Region.Databases.GetValueOrDefault(id) ?? throw new AwsError("DBInstanceNotFound", $"DBInstance {id} not found.", 404);

    private static DatabaseCluster Cluster(Call call, string id) =>
        call.Region.DatabaseClusters.GetValueOrDefault(id) ?? throw new AwsError("DBClusterNotFoundFault", $"DBCluster {id} not found.", 404);
}
