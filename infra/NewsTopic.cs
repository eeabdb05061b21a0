using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;

namespace Remediator.Infra;

/// <summary>The encrypted topic for findings and alarms.</summary>
/// <remarks>With a key of its own: CloudWatch can't publish to a topic under AWS's key for SNS, whose policy nobody can change.</remarks>
internal sealed class NewsTopic : Construct
{
    /// <summary>What the account's administrators need to look after the key, and to allow its use by IAM policies.</summary>
    private static readonly string[] KeyAdministration =
    [
        "kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ListKeyPolicies", "kms:EnableKey", "kms:DisableKey",
        "kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:GetKeyRotationStatus", "kms:UpdateKeyDescription", "kms:TagResource",
        "kms:UntagResource", "kms:ListResourceTags", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion", "kms:Decrypt", "kms:GenerateDataKey",
    ];

    public NewsTopic(Construct scope, string? email)
        : base(scope, "News")
    {
        Key = new Key(this, "Key", new KeyProps
        {
            Description = "Remediator: messages about findings",
            EnableKeyRotation = true,
            RemovalPolicy = RemovalPolicy.DESTROY,
            Policy = new PolicyDocument(new PolicyDocumentProps
            {
                Statements =
                [
                    Statement(new AccountRootPrincipal(), ["*"], KeyAdministration),
                    ForCloudWatch(["*"], "kms:Decrypt", "kms:GenerateDataKey"),
                ],
            }),
        });
        Topic = new Topic(this, "Topic", new TopicProps { DisplayName = "Remediator", MasterKey = Key, EnforceSSL = true });
        Topic.AddToResourcePolicy(ForCloudWatch([Topic.TopicArn], "sns:Publish"));
        if (email is not null)
            Topic.AddSubscription(new EmailSubscription(email));
    }

    public Topic Topic { get; }

    public Key Key { get; }

    private static PolicyStatement ForCloudWatch(string[] resources, params string[] actions)
    {
        var statement = Statement(new ServicePrincipal("cloudwatch.amazonaws.com"), resources, actions);
        statement.AddCondition("StringEquals", new Dictionary<string, object> { ["aws:SourceAccount"] = Aws.ACCOUNT_ID });
        return statement;
    }

    private static PolicyStatement Statement(IPrincipal principal, string[] resources, string[] actions) =>
        new(new PolicyStatementProps { Principals = [principal], Actions = actions, Resources = resources });
}
