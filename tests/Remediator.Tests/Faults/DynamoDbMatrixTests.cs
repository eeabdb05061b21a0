using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;

namespace Remediator.Tests.Faults;

/// <summary>A sample of the fault matrix with the ledger in DynamoDB, as moto has it.</summary>
public sealed class DynamoDbMatrixTests
{
    [MotoTheory]
    [InlineData("block-public-bucket, respond", nameof(FaultKind.ErrorAfter))]
    [InlineData("block-public-bucket, respond", nameof(FaultKind.KilledAfter))]
    [InlineData("block-public-bucket, respond", nameof(FaultKind.LeaseExpired))]
    [InlineData("block-public-bucket, release", nameof(FaultKind.TwoWorkers))]
    public void Survives_on_DynamoDb_and_says_what_the_ledger_in_memory_says(string row, string fault)
    {
        var cells = MatrixRun.Run(MatrixRun.Rows(row), [Enum.Parse<FaultKind>(fault)], new DynamoDbTwin());

        Assert.NotEmpty(cells);
        var failures = cells.SelectMany(c => c.Failures, (c, f) => $"{c.Row}, {c.Fault} at {f.Position} {f.Call}: {string.Join("; ", f.Complaints)}").ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
