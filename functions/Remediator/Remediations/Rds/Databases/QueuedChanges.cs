using System.Globalization;
using Amazon.RDS.Model;

namespace Remediator.Remediations;

/// <summary>What waits for a database's maintenance window, and comes at once with any change that does not wait for it.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html</remarks>
internal static class QueuedChanges
{
    public static string? Of(PendingModifiedValues? queued) => queued is null ? null : Sentence(
        ("engine", queued.Engine),
        ("engine version", queued.EngineVersion),
        ("instance class", queued.DBInstanceClass),
        ("identifier", queued.DBInstanceIdentifier),
        ("port", queued.Port),
        ("Multi-AZ", queued.MultiAZ),
        ("subnet group", queued.DBSubnetGroupName),
        ("certificate authority", queued.CACertificateIdentifier),
        ("storage", queued.AllocatedStorage),
        ("storage type", queued.StorageType),
        ("IOPS", queued.Iops),
        ("storage throughput", queued.StorageThroughput),
        ("days of backups", queued.BackupRetentionPeriod),
        ("license model", queued.LicenseModel),
        ("IAM authentication", queued.IAMDatabaseAuthenticationEnabled),
        ("master password", queued.MasterUserPassword is null ? null : "changed"));

    public static string? Of(ClusterPendingModifiedValues? queued) => queued is null ? null : Sentence(
        ("engine version", queued.EngineVersion),
        ("identifier", queued.DBClusterIdentifier),
        ("storage", queued.AllocatedStorage),
        ("storage type", queued.StorageType),
        ("IOPS", queued.Iops),
        ("days of backups", queued.BackupRetentionPeriod),
        ("IAM authentication", queued.IAMDatabaseAuthenticationEnabled),
        ("master password", queued.MasterUserPassword is null ? null : "changed"));

    private static string? Sentence(params (string Name, object? Value)[] queued)
    {
        var named = queued.Where(q => q.Value is not null).Select(q => string.Create(CultureInfo.InvariantCulture, $"{q.Name} {q.Value}")).ToList();
        return named.Count == 0 ? null : $"RDS makes with it at once what its owner had queued for the maintenance window, which may restart it: {string.Join(", ", named)}.";
    }
}
