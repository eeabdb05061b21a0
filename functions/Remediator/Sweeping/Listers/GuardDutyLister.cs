using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;

namespace Remediator.Sweeping.Listers;

/// <summary>GuardDuty's findings that are not archived; in an administrator account those of its members too.</summary>
public sealed class GuardDutyLister(IAmazonGuardDuty client) : IFindingLister
{
    private const int PageSize = 50;

    public string Source => "guardduty";

    public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
    {
        var detectors = await client.ListDetectorsAsync(new ListDetectorsRequest(), cancel).ConfigureAwait(false);
        foreach (var detector in detectors.DetectorIds ?? [])
        {
            string? next = null;
            do
            {
                var page = await client.ListFindingsAsync(new ListFindingsRequest { DetectorId = detector, FindingCriteria = Updated(window), MaxResults = PageSize, NextToken = next }, cancel).ConfigureAwait(false);
                if (page.FindingIds is { Count: > 0 } ids)
                {
                    var answer = await client.GetFindingsJsonAsync(new GetFindingsRequest { DetectorId = detector, FindingIds = ids }, cancel).ConfigureAwait(false);
                    foreach (var finding in SweptEvent.Entries(JsonNode.Parse(answer.Json), "findings"))
                    {
                        yield return SweptEvent.Of("aws.guardduty", "GuardDuty Finding", window, finding);
                    }
                }

                next = page.NextToken;
            }
            while (!string.IsNullOrEmpty(next));
        }
    }

    private static FindingCriteria Updated(SweepWindow window) => new()
    {
        Criterion = new()
        {
            ["updatedAt"] = new Condition { GreaterThanOrEqual = window.Since.ToUnixTimeMilliseconds(), LessThan = window.Until.ToUnixTimeMilliseconds() },
            ["service.archived"] = new Condition { Equals = ["false"] },
        },
    };
}
