namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>AWS's own protocol suites, through real clients and the real pipeline.</summary>
public sealed class ProtocolSuiteTests
{
    public static TheoryData<string> FollowedCases =>
        [.. ProtocolCases.All.Select(testCase => testCase.Key).Where(key => !Exclusions.ReasonByCase.ContainsKey(key))];

    public static TheoryData<string> ExcludedCases => [.. Exclusions.ReasonByCase.Keys];

    [Theory]
    [MemberData(nameof(FollowedCases))]
    public Task Follows(string key) => ProtocolCheck.RunAsync(ProtocolCases.Of(key));

    [Theory]
    [MemberData(nameof(ExcludedCases))]
    public async Task An_excluded_case_exists_and_still_deviates(string key)
    {
        var testCase = ProtocolCases.Of(key);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => ProtocolCheck.RunAsync(testCase));
    }
}
