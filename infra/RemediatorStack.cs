using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Remediator.FindingSources;

namespace Remediator.Infra;

/// <summary>Everything that Remediator needs in one Region of one account.</summary>
public sealed class RemediatorStack : Stack
{
    /// <param name="code">The deployment package; given, so that tests need not publish it.</param>
    public RemediatorStack(Construct scope, DeploymentSettings settings, DeployedPlaybooks playbooks, Code code)
        : base(scope, settings.StackName, new StackProps { Description = "Remediator: contains what AWS security services report" })
    {
        var news = new NewsTopic(this, settings.Email);
        var alarms = new Alarms(news.Topic);
        var ledger = new LedgerStore(this);
        var audit = new AuditArchive(this, settings);
        audit.Fill(settings, code, ledger, alarms);
        var evidence = settings.Evidence == EvidenceLock.None ? null : new EvidenceBucket(this, settings);
        var own = new OwnResources(settings, ledger, audit, news, evidence);
        var lanes = Enum.GetValues<Lane>().ToDictionary(lane => lane, lane => new ResponseLane(this, lane, settings, code, ledger, own, alarms));
        if (playbooks.AskForOthers)
        {
            foreach (var lane in lanes.Values)
            {
                ledger.AllowCorroborating(lane.Respond);
            }
        }

        var due = new DueWork(this, settings, code, ledger, lanes, own, alarms);
        _ = new ActionRole(this, settings.ActionRole, playbooks.Remediations, [.. lanes.Values.Select(l => l.Respond), due.Function]);
        var decisions = settings.TakesDecisions ? new Decisions(this, settings, code, ledger, news, lanes, alarms) : null;
        _ = new Notifier(this, settings, code, ledger, news, decisions, alarms);
        var sweep = new Sweep(this, settings, playbooks, code, ledger, lanes, own, alarms);
        foreach (var lane in lanes.Values)
        {
            lane.TakeOnlyFrom(new[] { due.Function, sweep.Function, decisions?.Function }.OfType<EngineFunction>(), settings.Operators?.Split(',') ?? []);
        }

        var undelivered = Queues.DeadLetters(this, "UndeliveredEvents");
        alarms.NotEmpty(undelivered, "EventBridge could not deliver findings to their queue for a day; they wait in the queue of undelivered events.");
        foreach (var source in playbooks.Sources)
        {
            foreach (var route in source.Routes)
            {
                _ = new FindingRule(this, source, route, FindingPattern.Of(route, settings.IsNarrowed(route.Lane) ? playbooks.TypesOf(source) : []), lanes[route.Lane].Queue, undelivered, alarms);
            }
        }

        WarnOfAbsentChannels(settings, playbooks);
        WarnOfAbsentEvidence(settings, playbooks);
        _ = new CfnOutput(this, "LedgerTable", new CfnOutputProps { Value = ledger.Table.TableName, Description = "For remediator --ledger dynamodb:TABLE" });
        _ = new CfnOutput(this, "AuditBucket", new CfnOutputProps { Value = audit.Bucket.BucketName, Description = "Every audit entry, under object lock" });
        if (evidence is not null)
            _ = new CfnOutput(this, "EvidenceBucketName", new CfnOutputProps { Value = evidence.Bucket.BucketName, Description = "What collect-evidence keeps, under object lock" });

        _ = new CfnOutput(this, "NewsTopicArn", new CfnOutputProps { Value = news.Topic.TopicArn, Description = "Findings and alarms: subscribe who should know" });
    }

    /// <summary>A channel that is not set up is recorded and skipped at run time, so people must learn of it here.</summary>
    private void WarnOfAbsentChannels(DeploymentSettings settings, DeployedPlaybooks playbooks)
    {
        var named = playbooks.Playbooks.SelectMany(p => p.Notify).ToHashSet(StringComparer.Ordinal);
        if (settings.SlackWebhook is null && named.Contains("slack"))
            Annotations.Of(this).AddWarning("Playbooks notify slack, but the context names no slackWebhook: nobody is told in Slack.");
        if (settings.Email is null && named.Contains("email"))
            Annotations.Of(this).AddWarning("Playbooks notify email, but the context names no email: messages reach only who subscribes to the topic by hand.");
    }

    /// <summary>Where the account has another bucket of that name already this says too much, and no more.</summary>
    private void WarnOfAbsentEvidence(DeploymentSettings settings, DeployedPlaybooks playbooks)
    {
        var asking = playbooks.Playbooks.Where(p => p.AllSteps.Any(s => s.Remediation == "collect-evidence" && s.Options is null)).Select(p => p.Id).Order(StringComparer.Ordinal).ToList();
        if (settings.Evidence == EvidenceLock.None && asking.Count > 0)
            Annotations.Of(this).AddWarning($"Playbooks keep evidence ({string.Join(", ", asking)}), but the context names no evidence=governance or evidence=compliance: without the bucket they contain and keep none.");
    }
}
