using System.Text.Json.Nodes;
using Amazon.RDS;
using Amazon.RDS.Model;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The current version of the secret in which RDS keeps a master password; absent when RDS manages none.</summary>
/// <remarks>
/// The target is a database instance or the cluster that has the password. RDS chooses the id of the new version, so a wanted value
/// says only which one it must not be: <c>{"not":"..."}</c>. What is asked for and under way is not asked for twice.
/// See https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html.
/// </remarks>
public sealed class MasterPasswordVersion : ResourceAttribute
{
    private const string Secrets = "arn:{partition}:secretsmanager:{region}:{account}:secret:rds!*";
    private const string Rotating = "rotating";
    private const string Not = "not";

    public override string Label => "version of the master password";

    public override IReadOnlyList<Permission> ReadPermissions { get; } =
        [new("rds:DescribeDBInstances"), new("rds:DescribeDBClusters"), new("secretsmanager:DescribeSecret", Secrets)];

    /// <remarks>RDS rotates the secret with the caller's permissions.</remarks>
    public override IReadOnlyList<Permission> WritePermissions { get; } =
        [new("rds:ModifyDBInstance", RdsArns.Instance), new("rds:ModifyDBCluster", RdsArns.Cluster), new("secretsmanager:RotateSecret", Secrets)];

    /// <summary>Any version but this one.</summary>
    public static AttributeValue Other(AttributeValue version) => AttributeValue.Of(new JsonObject { [Not] = version.ToNode() });

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await SecretAsync(aws, target, cancel).ConfigureAwait(false) is { SecretArn: { Length: > 0 } secret }
            ? SecretVersion.Of((await DescribeAsync(aws, secret, cancel).ConfigureAwait(false)).VersionIdsToStages)
            : AttributeValue.Absent;

    /// <exception cref="AmazonSecretsManagerException">Also where there is no such secret: RDS says that there is one.</exception>
    internal static Task<DescribeSecretResponse> DescribeAsync(AwsSession aws, string secret, CancellationToken cancel) =>
        aws.Client<IAmazonSecretsManager>().DescribeSecretAsync(new DescribeSecretRequest { SecretId = secret }, cancel);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var id = request.Target.Id;
        if (request.Wanted.ToNode()?[Not] is null)
        {
            throw new InvalidOperationException("no plan brings an old password back");
        }

        if (await SecretAsync(aws, request.Target, cancel).ConfigureAwait(false) is { SecretStatus: Rotating })
        {
            return;
        }

        var rds = aws.Client<IAmazonRDS>();
        try
        {
            if (request.Target.Kind == ResourceKinds.DbCluster)
            {
                await rds.ModifyDBClusterAsync(new ModifyDBClusterRequest { DBClusterIdentifier = id, RotateMasterUserPassword = true, ApplyImmediately = true }, cancel).ConfigureAwait(false);
                return;
            }

            await rds.ModifyDBInstanceAsync(new ModifyDBInstanceRequest { DBInstanceIdentifier = id, RotateMasterUserPassword = true, ApplyImmediately = true }, cancel).ConfigureAwait(false);
        }
        catch (AmazonRDSException e) when (RdsErrors.IsBusy(e))
        {
            throw RdsErrors.Busy(e, id);
        }
    }

    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted || (wanted.ToNode() is JsonObject any && any[Not] is { } not && !live.IsAbsent && live != AttributeValue.Of(not));

    public override string Describe(AttributeValue value) => value.ToNode() switch
    {
        null => "not managed by RDS",
        JsonObject any => $"any but {any[Not]}",
        var version => version.ToString(),
    };

    private static async Task<MasterUserSecret?> SecretAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var rds = aws.Client<IAmazonRDS>();
        try
        {
            return target.Kind == ResourceKinds.DbCluster
                ? (await rds.DescribeDBClustersAsync(new DescribeDBClustersRequest { DBClusterIdentifier = target.Id }, cancel).ConfigureAwait(false)).DBClusters?.FirstOrDefault()?.MasterUserSecret
                : (await rds.DescribeDBInstancesAsync(new DescribeDBInstancesRequest { DBInstanceIdentifier = target.Id }, cancel).ConfigureAwait(false)).DBInstances?.FirstOrDefault()?.MasterUserSecret;
        }
        catch (AmazonRDSException e) when (RdsErrors.IsMissing(e))
        {
            return null;
        }
    }
}
