using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>The function that tells people: it reads new outbox entries from the ledger's stream.</summary>
internal sealed class Notifier : Construct
{
    private const int LateMilliseconds = 10 * 60 * 1000;

    public Notifier(Construct scope, DeploymentSettings settings, Code code, LedgerStore ledger, NewsTopic news, Decisions? decisions, Alarms alarms)
        : base(scope, "Notifier")
    {
        var environment = new Dictionary<string, string>
        {
            ["REMEDIATOR_TABLE"] = ledger.Table.TableName,
            ["REMEDIATOR_EMAIL_TOPIC"] = news.Topic.TopicArn,
        };
        if (settings.SlackWebhook is { } slack)
            environment["REMEDIATOR_SLACK_WEBHOOK"] = slack.Setting;
        if (decisions is not null)
        {
            environment[FunctionSettings.DecideVariable] = decisions.Address;
            if (decisions.LinkKey is { } key)
                environment[FunctionSettings.LinkKeyVariable] = key.SecretArn;
            if (settings.SlackSigningSecret is not null)
                environment[FunctionSettings.ButtonsVariable] = "on";
        }

        var notify = new EngineFunction(this, "Notify", "notify", settings, code, environment, alarms);

        ledger.AllowNotifying(notify);
        notify.Allow([news.Topic.TopicArn], "sns:Publish");
        notify.Allow([news.Key.KeyArn], "kms:Decrypt", "kms:GenerateDataKey");
        if (settings.SlackWebhook is { } webhook)
            notify.Role.AddToPrincipalPolicy(webhook.Permission());
        decisions?.AllowLinkKey(notify);

        var undelivered = ledger.Feed(notify, "Outbox", ledger.NewOutboxEntries);
        alarms.NotEmpty(undelivered, "People could not be told of something that Remediator did: the queue names the place in the ledger's stream, and the ledger's outbox holds the message.");
        alarms.Above(this, "Late", LateMilliseconds, "A message about a finding has waited for over ten minutes.", notify.Function.Metric("IteratorAge", new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(5) }));
    }
}
