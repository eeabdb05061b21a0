using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>AWS Shield Advanced: a protected resource is under a denial-of-service attack.</summary>
/// <remarks>
/// Shield sends no events of its own: it reports by the metric <c>DDoSDetected</c>, so a CloudWatch alarm on that metric is its event.
/// https://docs.aws.amazon.com/waf/latest/developerguide/shield-metrics.html
/// </remarks>
public sealed class ShieldFindingSource : FindingSource
{
    private const string Namespace = "AWS/DDoSProtection";
    private const string Metric = "DDoSDetected";

    public override string Name => "shield";

    public override Lane Lane => Lane.Urgent;

    public override string EventSource => "aws.cloudwatch";

    public override IReadOnlyList<string> DetailTypes { get; } = ["CloudWatch Alarm State Change"];

    public override string DetailPattern => """{"state":{"value":["ALARM","OK"]},"configuration":{"metrics":{"metricStat":{"metric":{"namespace":["AWS/DDoSProtection"],"name":["DDoSDetected"]}}}}}""";

    public override bool Recognizes(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        return envelope.IsFrom(EventSource, body => body.Text("alarmName") is not null) && MetricOf(envelope.Body).IsObject();
    }

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        var state = body.Field("state");
        if (state.Text("value") is not ("ALARM" or "OK"))
            return new SourceResult.Rejected($"the alarm's state is {SafeText.Quote(state.Text("value"))}, which says neither that there is an attack nor that there is none") { IsHarmless = true };
        var resource = MetricOf(body).Field("dimensions").Identifier("ResourceArn");
        if (resource is null || body.Identifier("alarmName") is not { } alarm)
            return new SourceResult.Rejected("the alarm has no name, or its metric no resource");
        if (FindingScope.Resolve(null, null, null, null, envelope) is not { } scope)
            return FindingScope.Missing("the alarm");
        var target = ArnResource.TryRead(resource, scope) ?? new ResourceRef(KindOf(resource), resource, resource);
        if (Arn.TryParse(resource) is { Account: { Length: > 0 } owner } && owner != scope.Account)
            return new SourceResult.Rejected($"the alarm of account {scope.Account} is about a resource of account {SafeText.Quote(owner)}, for which it cannot speak");

        return new SourceResult.Parsed([new Finding
        {
            Id = $"arn:{scope.Partition}:cloudwatch:{scope.Region}:{scope.Account}:alarm:{alarm}/{resource}",
            Source = Name,
            Type = Metric,
            Severity = Severity.Of(SeverityLabel.High),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [target],
            Role = ResourceRole.Target,
            Status = state.Text("value") == "OK" ? FindingStatus.Resolved : FindingStatus.Active,
            UpdatedAt = state.Time("timestamp") ?? envelope.Time,
            Title = "A protected resource is under a denial-of-service attack",
            Description = state.Text("reason") ?? "",
            Raw = document.GetRawText(),
        }]);
    }

    private static JsonElement MetricOf(JsonElement body) =>
        body.Field("configuration").Field("metrics").Items().Select(m => m.Field("metricStat").Field("metric"))
            .FirstOrDefault(m => m.Text("namespace") == Namespace && m.Text("name") == Metric);

    private static string KindOf(string text) => Arn.TryParse(text)?.Service switch
    {
        "cloudfront" => "AWS::CloudFront::Distribution",
        "elasticloadbalancing" => "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "globalaccelerator" => "AWS::GlobalAccelerator::Accelerator",
        "route53" => "AWS::Route53::HostedZone",
        _ => "AWS::EC2::EIP",
    };
}
