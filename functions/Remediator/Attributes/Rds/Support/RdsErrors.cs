using Amazon.RDS;
using Remediator.Execution;

namespace Remediator.Attributes;

/// <summary>Says what RDS's refusals mean.</summary>
internal static class RdsErrors
{
    public static bool IsMissing(AmazonRDSException e) => e.ErrorCode is "DBInstanceNotFound" or "DBInstanceNotFoundFault" or "DBClusterNotFoundFault";

    public static bool IsBusy(AmazonRDSException e) => e.ErrorCode is "InvalidDBInstanceState" or "InvalidDBClusterStateFault";

    public static RemediationException Busy(AmazonRDSException e, string id) =>
        new($"RDS is at work on {id} and takes no change until it is available again; the next delivery tries again ({e.Message})");
}
