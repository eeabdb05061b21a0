using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;

namespace Remediator.Sweeping.Listers;

/// <summary>Security Hub's active findings that nobody has settled.</summary>
public sealed class SecurityHubLister(IAmazonSecurityHub client) : IFindingLister
{
    private const int PageSize = 100;

    /// <summary>Providers say themselves when a finding was updated, and may import it later: what is known by then is recognised.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(2);

    public string Source => "securityhub";

    public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filters = new AwsSecurityFindingFilters
        {
            RecordState = [Is("ACTIVE")],
            WorkflowStatus = [Is("NEW"), Is("NOTIFIED")],
            UpdatedAt = [new DateFilter { Start = Stamp(window.Since - Overlap), End = Stamp(window.Until) }],
        };
        string? next = null;
        do
        {
            var answer = await client.GetFindingsJsonAsync(new GetFindingsRequest { Filters = filters, MaxResults = PageSize, NextToken = next }, cancel).ConfigureAwait(false);
            var page = JsonNode.Parse(answer.Json);
            foreach (var finding in SweptEvent.Entries(page, "Findings"))
            {
                yield return SweptEvent.Of("aws.securityhub", "Security Hub Findings - Imported", window, new JsonObject { ["findings"] = new JsonArray(finding) });
            }

            next = (string?)page?["NextToken"];
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static StringFilter Is(string value) => new() { Comparison = StringFilterComparison.EQUALS, Value = value };

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
