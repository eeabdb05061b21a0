using Amazon.CDK;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>Tells the functions what is Remediator itself, so that a finding about it never starts a response.</summary>
/// <remarks>Kinds and ids as AWS Config and GuardDuty name them. The functions themselves are known by their stack's tag.</remarks>
internal sealed class OwnResources(DeploymentSettings settings, LedgerStore ledger, AuditArchive audit, NewsTopic news, EvidenceBucket? evidence)
{
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        [FunctionSettings.ActionRoleVariable] = settings.ActionRole,
        [FunctionSettings.AccountVariable] = Aws.ACCOUNT_ID,
        [FunctionSettings.StackVariable] = Aws.STACK_ID,
        [FunctionSettings.OwnVariable] = string.Join(',', Own(ledger, audit, news, evidence)),
    };

    private static IEnumerable<string> Own(LedgerStore ledger, AuditArchive audit, NewsTopic news, EvidenceBucket? evidence)
    {
        yield return $"AWS::DynamoDB::Table={ledger.Table.TableName}";
        yield return $"AWS::S3::Bucket={audit.Bucket.BucketName}";
        yield return $"AWS::SNS::Topic={news.Topic.TopicArn}";
        if (evidence is not null)
        {
            yield return $"AWS::S3::Bucket={evidence.Bucket.BucketName}";
        }
    }
}
