using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Config;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>AWS Config: a resource keeps or breaks a rule.</summary>
/// <remarks>
/// Rules have no severity: Medium stands for all, and a playbook that wants another threshold names its rules.
/// NOT_APPLICABLE counts as resolved, since the rule no longer holds for the resource (mostly: it is gone). INSUFFICIENT_DATA is
/// rejected: Config could not tell, and what is unknown is neither a violation nor the end of one.
/// </remarks>
public sealed class ConfigFindingSource : FindingSource
{
    public override string Name => "config";

    public override Lane Lane => Lane.Posture;

    public override string EventSource => "aws.config";

    public override IReadOnlyList<string> DetailTypes { get; } = ["Config Rules Compliance Change"];

    public override string DetailPattern => """{"newEvaluationResult":{"complianceType":["COMPLIANT","NON_COMPLIANT","NOT_APPLICABLE"]}}""";

    public override string TypeField => "configRuleName";

    public override bool Recognizes(JsonElement document) => EventEnvelope.Open(document).IsFrom(EventSource, ConfigShape.IsConfigs);

    public override SourceResult Read(JsonElement document)
    {
        var envelope = EventEnvelope.Open(document);
        if (RejectOtherDetailType(envelope) is { } rejected)
            return rejected;
        var body = envelope.Body;
        if (ConfigShape.Evaluation(body) is not { ValueKind: JsonValueKind.Object } evaluation)
            return new SourceResult.Rejected(ConfigShape.WhyNoEvaluation(body));

        var qualifier = evaluation.Field("evaluationResultIdentifier").Field("evaluationResultQualifier");
        if ((body.Identifier("configRuleName") ?? qualifier.Identifier("configRuleName")) is not { } rule)
            return new SourceResult.Rejected("the Config evaluation names no rule");
        var kind = body.Identifier("resourceType") ?? qualifier.Identifier("resourceType");
        var resourceId = body.Identifier("resourceId") ?? qualifier.Identifier("resourceId");
        if (kind is null || resourceId is null)
            return new SourceResult.Rejected($"the evaluation of Config rule {SafeText.Quote(rule)} names no resource");
        var compliance = evaluation.Text("complianceType");
        if (StatusOf(compliance) is not { } status)
            return new SourceResult.Rejected($"Config rule {SafeText.Quote(rule)} reports {SafeText.Quote(compliance)}, which says neither that it is kept nor that it is broken");
        var ruleArn = body.Identifier("configRuleArn");
        if (FindingScope.Resolve(body.Text("awsAccountId") ?? body.Text("accountId"), body.Text("awsRegion"), null, ruleArn ?? resourceId, envelope) is not { } scope)
            return FindingScope.Missing($"the evaluation of Config rule {SafeText.Quote(rule)}");

        return new SourceResult.Parsed([new Finding
        {
            Id = $"{ruleArn ?? $"arn:{scope.Partition}:config:{scope.Region}:{scope.Account}:config-rule/{rule}"}/{kind}/{resourceId}",
            Source = Name,
            Type = rule,
            Severity = Severity.Of(SeverityLabel.Medium),
            Account = scope.Account,
            Region = scope.Region,
            Partition = scope.Partition,
            Resources = [ConfigResource.Read(kind, resourceId, scope)],
            Status = status,
            UpdatedAt = evaluation.Time("resultRecordedTime") ?? evaluation.Field("evaluationResultIdentifier").Time("orderingTimestamp") ?? envelope.Time,
            Title = $"{kind} {resourceId} is {compliance} with {rule}",
            Description = evaluation.Text("annotation") ?? "",
            Raw = document.GetRawText(),
        }]);
    }

    private static FindingStatus? StatusOf(string? compliance) => compliance?.ToUpperInvariant() switch
    {
        "NON_COMPLIANT" => FindingStatus.Active,
        "COMPLIANT" or "NOT_APPLICABLE" => FindingStatus.Resolved,
        _ => null,
    };
}
