using Amazon.RDS;
using Amazon.RDS.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a database instance has an address on the internet; absent when there is no such instance.</summary>
/// <remarks>The target's id is the instance's identifier.</remarks>
public sealed class DatabasePublicAccess : ResourceAttribute
{
    public override string Label => "public access of the database";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("rds:DescribeDBInstances")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("rds:ModifyDBInstance", RdsArns.Instance)];

    public static Target TargetOf(string instance) => new(ResourceKinds.DbInstance, instance);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonRDS>().DescribeDBInstancesAsync(new DescribeDBInstancesRequest { DBInstanceIdentifier = target.Id }, cancel).ConfigureAwait(false);
            return response.DBInstances?.FirstOrDefault()?.PubliclyAccessible is { } isPublic ? AttributeValue.Of(isPublic) : AttributeValue.Absent;
        }
        catch (AmazonRDSException e) when (RdsErrors.IsMissing(e))
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        try
        {
            var modify = new ModifyDBInstanceRequest
            {
                DBInstanceIdentifier = request.Target.Id,
                PubliclyAccessible = request.Wanted == AttributeValue.Of(true),
                ApplyImmediately = true,
            };
            await aws.Client<IAmazonRDS>().ModifyDBInstanceAsync(modify, cancel).ConfigureAwait(false);
        }
        catch (AmazonRDSException e) when (RdsErrors.IsBusy(e))
        {
            throw RdsErrors.Busy(e, request.Target.Id);
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "absent" : value == AttributeValue.Of(true) ? "public" : "private";
}
