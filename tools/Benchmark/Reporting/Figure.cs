using System.Globalization;

namespace Remediator.Benchmark.Reporting;

/// <summary>One measured number beside its budget.</summary>
/// <param name="Budget">At most this; null for none.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? Budget = null)
{
    public bool IsOver => Value > Budget;

    public override string ToString()
    {
        var budget = Budget is { } limit ? $"{Number(limit),8} {Unit,-4} {(IsOver ? "OVER" : "ok")}" : "";
        return $"{Name,-62} {Number(Value),8} {Unit,-4} {budget}".TrimEnd();
    }

    public static string Number(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
