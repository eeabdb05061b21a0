using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.FaultMatrix.Matrix;

namespace Remediator.FaultMatrix.Reporting;

/// <summary>The matrix for programs.</summary>
internal static class MatrixJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(IReadOnlyList<Cell> cells) => new JsonObject
    {
        ["runs"] = cells.Sum(c => c.Runs),
        ["survived"] = cells.Sum(c => c.Survived),
        ["cells"] = new JsonArray([.. cells.Select(Of)]),
    }.ToJsonString(Indented);

    private static JsonNode Of(Cell cell) => new JsonObject
    {
        ["row"] = cell.Row,
        ["fault"] = cell.Fault.ToString(),
        ["runs"] = cell.Runs,
        ["survived"] = cell.Survived,
        ["failures"] = new JsonArray(
        [
            .. cell.Failures.Select(f => new JsonObject
            {
                ["position"] = f.Position,
                ["call"] = f.Call,
                ["violated"] = new JsonArray([.. f.Complaints.Select(c => JsonValue.Create(c))]),
            }),
        ]),
    };
}
