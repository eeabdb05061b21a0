using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;
using Remediator.FaultMatrix.Paths;
using Remediator.FaultMatrix.Scenarios;

namespace Remediator.Tests.Faults;

/// <summary>A part of the fault matrix; <c>tools/FaultMatrix</c> runs the whole.</summary>
public sealed class FaultMatrixTests
{
    /// <summary>The hardest two: the process dies after the call took effect, and AWS says done where nothing happened.</summary>
    private static readonly FaultKind[] Faults = [FaultKind.KilledAfter, FaultKind.WithoutEffect];

    public static TheoryData<string> Paths => [.. EnginePath.All.Select(p => p.Name)];

    public static TheoryData<string> Remediations => [.. RemediationScenario.All.Select(s => s.Name)];

    [Fact]
    public void Every_remediation_has_a_scenario() => Assert.Empty(RemediationScenario.Missing);

    [Theory]
    [MemberData(nameof(Remediations))]
    public void A_remediation_survives_a_fault_at_every_call(string remediation)
    {
        var cells = MatrixRun.Run(MatrixRun.Rows($"{remediation},"), Faults, Sabotage.None);

        Survived(cells);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_survives_a_fault_at_every_call(string path) =>
        Survived(MatrixRun.Run(MatrixRun.Rows(path), Faults, Sabotage.None));

    [Theory]
    [InlineData("isolate-instance, respond", nameof(FaultKind.LeaseExpired))]
    [InlineData("isolate-instance, respond", nameof(FaultKind.DeniedForGood))]
    [InlineData("replace-instance-profile,", nameof(FaultKind.TwoWorkers))]
    [InlineData("block-remote-ip, release", nameof(FaultKind.Throttle))]
    [InlineData("close-exposed-port, release", nameof(FaultKind.ErrorAfter))]
    [InlineData("quarantine-role, respond", nameof(FaultKind.Reordered))]
    [InlineData("deny-user, respond", nameof(FaultKind.AccessDenied))]
    public void What_once_did_not_survive_does(string row, string fault)
    {
        var cells = MatrixRun.Run(MatrixRun.Rows(row), [Enum.Parse<FaultKind>(fault)], Sabotage.None);

        Survived(cells);
    }

    [Fact]
    public void The_same_run_makes_the_same_calls_again() =>
        Assert.Equal(Positions(), Positions());

    /// <summary>As a message: values that are compared are shown cut off.</summary>
    private static void Survived(IReadOnlyList<Cell> cells)
    {
        Assert.NotEmpty(cells);
        var failures = cells.SelectMany(c => c.Failures, (c, f) => $"{c.Row}, {c.Fault} at {f.Position} {f.Call}: {string.Join("; ", f.Complaints)}").ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string Positions() => string.Join('\n', MatrixRun.Rows("isolate").Select(r => $"{r.Name} {r.Positions(FaultKind.KilledBefore).Count()} {string.Join(',', r.Positions(FaultKind.WithoutEffect))}"));
}
