using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.Inspector2;
using Amazon.Inspector2.Model;

namespace Remediator.Sweeping.Listers;

/// <summary>Inspector's active findings.</summary>
public sealed class Inspector2Lister(IAmazonInspector2 client) : IFindingLister
{
    private const int PageSize = 100;

    public string Source => "inspector2";

    public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = new FilterCriteria
        {
            FindingStatus = [new StringFilter { Comparison = Amazon.Inspector2.StringComparison.EQUALS, Value = "ACTIVE" }],
            UpdatedAt = [new DateFilter { StartInclusive = window.Since.UtcDateTime, EndInclusive = window.Until.UtcDateTime }],
        };
        string? next = null;
        do
        {
            var answer = await client.ListFindingsJsonAsync(new ListFindingsRequest { FilterCriteria = filter, MaxResults = PageSize, NextToken = next }, cancel).ConfigureAwait(false);
            var page = JsonNode.Parse(answer.Json);
            foreach (var finding in SweptEvent.Entries(page, "findings"))
            {
                yield return SweptEvent.Of("aws.inspector2", "Inspector2 Finding", window, finding);
            }

            next = (string?)page?["nextToken"];
        }
        while (!string.IsNullOrEmpty(next));
    }
}
