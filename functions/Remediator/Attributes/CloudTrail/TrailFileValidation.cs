namespace Remediator.Attributes;

/// <summary>Whether CloudTrail signs digests of a trail's files.</summary>
public sealed class TrailFileValidation : TrailSetting
{
    internal static TrailPart Validation { get; } =
        TrailPart.Flag("validation", "log file validation", "enableLogFileValidation", "logFileValidationEnabled", t => t.LogFileValidationEnabled, (r, on) => r.EnableLogFileValidation = on);

    public override string Label => "validation of the trail's files";

    internal override IReadOnlyList<TrailPart> Parts { get; } = [Validation];
}
