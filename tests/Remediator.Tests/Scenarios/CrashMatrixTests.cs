using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>Whatever happens to whichever call: the next delivery finishes the work, once, and a release restores everything.</summary>
public sealed class CrashMatrixTests
{
    private static readonly Blow[] Blows = Enum.GetValues<Blow>();

    public static TheoryData<string, Blow> AwsCases { get; } = Cases(Incidents.Flagships, Blows);

    public static TheoryData<string, Blow> LedgerCases { get; } = Cases(Incidents.Flagships, Blows.Where(b => b != Blow.Refused));

    /// <summary>The whole playbook undoes all that the isolation alone does.</summary>
    public static TheoryData<string, Blow> ReleaseCases { get; } =
        Cases([Incidents.CompromisedInstance, Incidents.AllAccessKeys, Incidents.PublicBucket, Incidents.HalfBlockedBucket], Blows);

    [Theory]
    [MemberData(nameof(AwsCases))]
    public async Task A_response_survives_whatever_strikes_one_of_its_AWS_calls(string incident, Blow blow) =>
        None(await CrashMatrix.AwsCallsAsync(Incidents.Named(incident), blow));

    [Theory]
    [MemberData(nameof(LedgerCases))]
    public async Task A_response_survives_whatever_strikes_one_of_its_ledger_calls(string incident, Blow blow) =>
        None(await CrashMatrix.LedgerCallsAsync(Incidents.Named(incident), blow));

    [Theory]
    [MemberData(nameof(ReleaseCases))]
    public async Task A_release_survives_whatever_strikes_one_of_its_AWS_calls(string incident, Blow blow) =>
        None(await CrashMatrix.ReleaseCallsAsync(Incidents.Named(incident), blow));

    private static void None(IReadOnlyList<string> complaints) => Assert.True(complaints.Count == 0, string.Join('\n', complaints));

    private static TheoryData<string, Blow> Cases(IEnumerable<Incident> incidents, IEnumerable<Blow> blows)
    {
        var cases = new TheoryData<string, Blow>();
        foreach (var (incident, blow) in incidents.SelectMany(_ => blows, (i, b) => (i, b)))
        {
            cases.Add(incident.Name, blow);
        }

        return cases;
    }
}
