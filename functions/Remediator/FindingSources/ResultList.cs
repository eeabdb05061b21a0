using Remediator.Findings;

namespace Remediator.FindingSources;

/// <summary>Joins what the entries of a list came to into one result.</summary>
internal static class ResultList
{
    public static SourceResult Join(IEnumerable<SourceResult> results)
    {
        var findings = new List<Finding>();
        var skipped = new List<string>();
        SourceResult.Rejected? harmless = null;
        var index = 0;
        foreach (var result in results)
        {
            index++;
            switch (result)
            {
                case SourceResult.Parsed parsed:
                    findings.AddRange(parsed.Findings);
                    skipped.AddRange(parsed.Skipped);
                    break;
                case SourceResult.Rejected { IsHarmless: true } nothing:
                    harmless = nothing;
                    break;
                case SourceResult.Rejected rejected:
                    skipped.Add($"entry {index}: {rejected.Reason}");
                    break;
            }
        }

        return findings.Count > 0 ? new SourceResult.Parsed(findings) { Skipped = skipped }
            : skipped.Count == 0 ? harmless ?? new SourceResult.Rejected("an empty list: there is no finding in it")
            : new SourceResult.Rejected(skipped.Count == 1 ? skipped[0] : $"a list of {index} entries, none of which could be read; {skipped[0]}");
    }
}
