namespace Remediator.Aws.Tests.ProtocolTests;

public sealed class ExclusionTests
{
    [Fact]
    public void At_most_one_case_in_thirty_is_excluded() =>
        Assert.InRange(Exclusions.ReasonByCase.Count, 0, ProtocolCases.All.Count / 30);

    [Fact]
    public void Every_exclusion_says_why() =>
        Assert.DoesNotContain(Exclusions.ReasonByCase.Values, string.IsNullOrWhiteSpace);
}
