using System.Globalization;

namespace Remediator.Findings;

/// <summary>A number from 0 to 10 and the band that it falls in.</summary>
/// <remarks>
/// Bands are GuardDuty's: Low from 1, Medium from 4, High from 7, Critical from 9; below 1 is Informational.
/// See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
/// </remarks>
public readonly record struct Severity : IComparable<Severity>
{
    public Severity(double value) => Value = double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 10);

    public double Value { get; }

    public SeverityLabel Label => Value switch
    {
        >= 9 => SeverityLabel.Critical,
        >= 7 => SeverityLabel.High,
        >= 4 => SeverityLabel.Medium,
        >= 1 => SeverityLabel.Low,
        _ => SeverityLabel.Informational,
    };

    /// <summary>The lowest severity of a band, for sources that report only a label.</summary>
    public static Severity Of(SeverityLabel label) => new(label switch
    {
        SeverityLabel.Critical => 9,
        SeverityLabel.High => 7,
        SeverityLabel.Medium => 4,
        SeverityLabel.Low => 1,
        SeverityLabel.Informational => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "not a severity label"),
    });

    public int CompareTo(Severity other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label} ({Value:0.0})");

    public static bool operator <(Severity left, Severity right) => left.Value < right.Value;

    public static bool operator >(Severity left, Severity right) => left.Value > right.Value;

    public static bool operator <=(Severity left, Severity right) => left.Value <= right.Value;

    public static bool operator >=(Severity left, Severity right) => left.Value >= right.Value;
}

/// <summary>The severity bands, lowest first.</summary>
public enum SeverityLabel
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}
