namespace Remediator.Attributes;

/// <summary>Whether a trail takes in all Regions, and the events of global services.</summary>
public sealed class TrailCoverage : TrailSetting
{
    internal static TrailPart MultiRegion { get; } =
        TrailPart.Flag("multiRegion", "all Regions", "isMultiRegionTrail", "isMultiRegionTrail", t => t.IsMultiRegionTrail, (r, on) => r.IsMultiRegionTrail = on);

    internal static TrailPart GlobalServices { get; } =
        TrailPart.Flag("globalServices", "events of global services", "includeGlobalServiceEvents", "includeGlobalServiceEvents", t => t.IncludeGlobalServiceEvents, (r, on) => r.IncludeGlobalServiceEvents = on);

    public override string Label => "what the trail takes in";

    internal override IReadOnlyList<TrailPart> Parts { get; } = [MultiRegion, GlobalServices];
}
