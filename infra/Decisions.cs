using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SecretsManager;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;
using Remediator.FindingSources;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>The function that takes people's decisions over HTTPS, where the settings ask for one.</summary>
/// <remarks>
/// Its address is public, since neither Slack nor a browser can sign as AWS does: the function itself checks Slack's signature or its
/// own on every request. It records decisions and sends executions to their lane; it has no power over resources. Its concurrency is
/// its own, so that whoever floods the address takes neither the account's concurrency from those who contain, nor much money.
/// </remarks>
internal sealed class Decisions : Construct
{
    public Decisions(Construct scope, DeploymentSettings settings, Code code, LedgerStore ledger, NewsTopic news, IReadOnlyDictionary<Lane, ResponseLane> lanes, Alarms alarms)
        : base(scope, "Decisions")
    {
        var environment = new Dictionary<string, string>
        {
            [FunctionSettings.TableVariable] = ledger.Table.TableName,
            [FunctionSettings.UrgentQueueVariable] = lanes[Lane.Urgent].Queue.QueueUrl,
            [FunctionSettings.PostureQueueVariable] = lanes[Lane.Posture].Queue.QueueUrl,
        };
        if (settings.SlackSigningSecret is { } signing)
        {
            environment[FunctionSettings.SigningSecretVariable] = signing.Setting;
            environment[FunctionSettings.ApproversVariable] = settings.SlackApprovers ?? "";
        }

        if (settings.ApprovalLinks)
        {
            LinkKey = new Secret(this, "LinkKey", new SecretProps
            {
                Description = "Remediator: signs the links in requests for approval",
                GenerateSecretString = new SecretStringGenerator { PasswordLength = 64, ExcludePunctuation = true },
                RemovalPolicy = RemovalPolicy.DESTROY,
            });
            environment[FunctionSettings.LinkKeyVariable] = LinkKey.SecretArn;
        }

        if (settings.ApprovalEmail is { } deciders)
        {
            Deciders = new Topic(this, "Deciders", new TopicProps { DisplayName = "Remediator: decisions", MasterKey = news.Key });
            _ = new TopicPolicy(this, "DecidersPolicy", new TopicPolicyProps { Topics = [Deciders], EnforceSSL = true });
            Deciders.AddSubscription(new EmailSubscription(deciders));
        }

        var decide = new EngineFunction(this, "Decide", "decide", settings, code, environment, alarms, Duration.Seconds(15), settings.DecisionConcurrency);
        Function = decide;
        ledger.AllowDeciding(decide);
        decide.Allow([.. lanes.Values.Select(l => l.Queue.QueueArn)], "sqs:SendMessage");
        if (settings.SlackSigningSecret is { } secret)
            decide.Role.AddToPrincipalPolicy(secret.Permission());
        AllowLinkKey(decide);

        var url = decide.Function.AddFunctionUrl(new FunctionUrlOptions { AuthType = FunctionUrlAuthType.NONE });
        Address = url.Url;

        // Since October 2025 a function URL needs both permissions: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
        var invoke = new CfnPermission(this, "InvokeByUrl", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = decide.Function.FunctionArn,
            Principal = "*",
        });
        invoke.AddPropertyOverride("InvokedViaFunctionUrl", true);

        var failed = decide.Function.Metric("Url5xxCount", new MetricOptions { Statistic = "Sum", Period = Duration.Minutes(5) });
        alarms.Above(this, "Failed", 0, "A decision of a person could not be recorded; the log of the decide function says why. Nothing was changed; remediator approve does the same.", failed);
        _ = new CfnOutput(this, "Address", new CfnOutputProps { Value = url.Url, Description = $"Takes decisions; Slack's app sends interactions to this address with {DecideHandler.SlackPath[1..]} at its end" });
    }

    public EngineFunction Function { get; }

    public string Address { get; }

    /// <summary>Null where no links are sent.</summary>
    public Secret? LinkKey { get; }

    /// <summary>Who alone gets the links; null where all do who get messages.</summary>
    public Topic? Deciders { get; }

    public void AllowLinkKey(EngineFunction function)
    {
        if (LinkKey is not null)
            function.Allow([LinkKey.SecretArn], "secretsmanager:GetSecretValue");
    }
}
