using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ConfigService;
using Amazon.ConfigService.Model;
using Remediator.FindingSources.Json;

namespace Remediator.Sweeping.Listers;

/// <summary>Resources that break one of AWS Config's rules now.</summary>
/// <remarks>Config has no list by time: every rule is asked, and what was recorded outside of the window is left out here.</remarks>
/// <param name="wanted">Whether a rule of that name matters.</param>
public sealed class ConfigLister(IAmazonConfigService client, Func<string, bool> wanted) : IFindingLister
{
    private const int PageSize = 100;

    public string Source => "config";

    public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? next = null;
        do
        {
            var rules = await client.DescribeConfigRulesAsync(new DescribeConfigRulesRequest { NextToken = next }, cancel).ConfigureAwait(false);
            foreach (var rule in (rules.ConfigRules ?? []).Where(r => wanted(r.ConfigRuleName)))
            {
                await foreach (var result in BrokenAsync(rule, window, cancel).ConfigureAwait(false))
                {
                    yield return result;
                }
            }

            next = rules.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    private async IAsyncEnumerable<string> BrokenAsync(ConfigRule rule, SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? next = null;
        do
        {
            var request = new GetComplianceDetailsByConfigRuleRequest { ConfigRuleName = rule.ConfigRuleName, ComplianceTypes = ["NON_COMPLIANT"], Limit = PageSize, NextToken = next };
            var answer = await client.GetComplianceDetailsByConfigRuleJsonAsync(request, cancel).ConfigureAwait(false);
            var page = JsonNode.Parse(answer.Json);
            foreach (var result in SweptEvent.Entries(page, "EvaluationResults").Where(r => IsIn(window, r)))
            {
                yield return SweptEvent.Of("aws.config", "Config Rules Compliance Change", window, Detail(rule, window, result));
            }

            next = (string?)page?["NextToken"];
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static bool IsIn(SweepWindow window, JsonNode result) =>
        JsonSerializer.SerializeToElement(result["ResultRecordedTime"], SweepJson.Default.JsonNode).Time() is not { } at || window.Contains(at);

    /// <summary>With the rule's ARN, which the event has and a result has not: the finding's identity begins with it.</summary>
    private static JsonObject Detail(ConfigRule rule, SweepWindow window, JsonNode result)
    {
        var qualifier = result["EvaluationResultIdentifier"]?["EvaluationResultQualifier"];
        return new JsonObject
        {
            ["awsAccountId"] = window.Account,
            ["awsRegion"] = window.Region,
            ["configRuleName"] = rule.ConfigRuleName,
            ["configRuleARN"] = rule.ConfigRuleArn,
            ["resourceType"] = (string?)qualifier?["ResourceType"],
            ["resourceId"] = (string?)qualifier?["ResourceId"],
            ["messageType"] = "ComplianceChangeNotification",
            ["newEvaluationResult"] = result,
        };
    }
}
