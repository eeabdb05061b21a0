using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>The functions that tell people: one reads new outbox entries from the ledger's stream; another sends again what stayed undelivered.</summary>
internal sealed class Notifier : Construct
{
    private const int LateMilliseconds = 10 * 60 * 1000;

    private static readonly Duration Every = Duration.Minutes(15);

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
            if (decisions.Deciders is { } deciders)
                environment[FunctionSettings.DecidersVariable] = deciders.TopicArn;
            if (settings.SlackSigningSecret is not null)
                environment[FunctionSettings.ButtonsVariable] = "on";
        }

        EngineFunction Teller(string id, string kind, Duration? timeout = null)
        {
            var teller = new EngineFunction(this, id, kind, settings, code, environment, alarms, timeout);
            ledger.AllowNotifying(teller);
            teller.Allow([.. new[] { news.Topic.TopicArn, decisions?.Deciders?.TopicArn }.OfType<string>()], "sns:Publish");
            teller.Allow([news.Key.KeyArn], "kms:Decrypt", "kms:GenerateDataKey");
            if (settings.SlackWebhook is { } webhook)
                teller.Role.AddToPrincipalPolicy(webhook.Permission());
            decisions?.AllowLinkKey(teller);
            return teller;
        }

        var notify = Teller("Notify", "notify");
        var resend = Teller("Resend", "resend", Duration.Minutes(5));
        ledger.AllowResending(resend);
        _ = new RegularStart(this, resend, Every, "Sends again what people could not be told", "The function that sends again what people could not be told could not be started. The messages stay in the ledger's outbox for its next run.", alarms);

        var undelivered = ledger.Feed(notify, "Outbox", ledger.NewOutboxEntries);
        alarms.NotEmpty(undelivered, "People could not be told of something that Remediator did: the queue names the place in the ledger's stream, and the ledger's outbox holds the message, which is sent again every 15 minutes.");
        alarms.Above(this, "Late", LateMilliseconds, "A message about a finding has waited for over ten minutes.", notify.Function.Metric("IteratorAge", new MetricOptions { Statistic = "Maximum", Period = Duration.Minutes(5) }));
    }
}
