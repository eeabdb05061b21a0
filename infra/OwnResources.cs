using Amazon.CDK;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>Tells the functions what is Remediator itself, so that a finding about it never starts a response.</summary>
/// <remarks>Kinds and ids as AWS Config and GuardDuty name them. The functions themselves are known by their stack's tag.</remarks>
internal sealed class OwnResources(DeploymentSettings settings, LedgerStore ledger, AuditArchive audit, NewsTopic news)
{
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        [FunctionSettings.ActionRoleVariable] = settings.ActionRole,
        [FunctionSettings.AccountVariable] = Aws.ACCOUNT_ID,
        [FunctionSettings.StackVariable] = Aws.STACK_ID,
        [FunctionSettings.OwnVariable] = string.Join(',', $"AWS::DynamoDB::Table={ledger.Table.TableName}", $"AWS::S3::Bucket={audit.Bucket.BucketName}", $"AWS::SNS::Topic={news.Topic.TopicArn}"),
    };
}
