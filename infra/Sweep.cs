using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Remediator.FindingSources;
using Remediator.Handlers;

namespace Remediator.Infra;

/// <summary>The scheduled function that finds findings whose event was lost.</summary>
internal sealed class Sweep : Construct
{
    /// <summary>What listing needs, by source. These services take no narrower resource for it.</summary>
    private static readonly Dictionary<string, string[]> Listing = new(StringComparer.Ordinal)
    {
        ["guardduty"] = ["guardduty:ListDetectors", "guardduty:ListFindings", "guardduty:GetFindings"],
        ["config"] = ["config:DescribeConfigRules", "config:GetComplianceDetailsByConfigRule"],
        ["inspector2"] = ["inspector2:ListFindings"],
        ["securityhub"] = ["securityhub:GetFindings"],
    };

    private static readonly Duration Every = Duration.Minutes(15);

    public Sweep(Construct scope, DeploymentSettings settings, DeployedPlaybooks playbooks, Code code, LedgerStore ledger, IReadOnlyDictionary<Lane, ResponseLane> lanes, OwnResources own, Alarms alarms)
        : base(scope, "Sweep")
    {
        var narrowed = Enum.GetValues<Lane>().Where(settings.IsNarrowed);
        var environment = new Dictionary<string, string>(own.Environment)
        {
            [FunctionSettings.TableVariable] = ledger.Table.TableName,
            [FunctionSettings.UrgentQueueVariable] = lanes[Lane.Urgent].Queue.QueueUrl,
            [FunctionSettings.PostureQueueVariable] = lanes[Lane.Posture].Queue.QueueUrl,
            [FunctionSettings.NarrowedVariable] = string.Join(',', narrowed.Select(l => l.ToString().ToLowerInvariant())),
        };
        var sweep = new EngineFunction(this, "Function", "sweep", settings, code, environment, alarms, Duration.Minutes(10));
        Function = sweep;
        ledger.AllowSweeping(sweep);
        sweep.Allow([.. lanes.Values.Select(l => l.Queue.QueueArn)], "sqs:SendMessage");
        sweep.Allow(["*"], [.. playbooks.Sources.SelectMany(s => Listing.GetValueOrDefault(s.Name) ?? [])]);
        _ = new RegularStart(this, sweep, Every, "Looks for findings whose event was lost", "The sweep for findings whose event was lost could not be started. The next one looks at the same time again.", alarms);
        alarms.Above(this, "Lost", 0, "Events of findings were lost; the sweep has found the findings and fed them in. Its log says of which source.", new Metric(new MetricProps
        {
            Namespace = SweepHandler.MetricNamespace,
            MetricName = SweepHandler.LostMetric,
            Statistic = "Sum",
            Period = Every,
        }));
    }

    public EngineFunction Function { get; }
}
