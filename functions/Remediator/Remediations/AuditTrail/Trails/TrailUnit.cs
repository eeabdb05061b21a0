using Remediator.Attributes;

namespace Remediator.Remediations;

/// <summary>Settings of a trail that are put back together or not at all.</summary>
/// <param name="Attribute">The attribute that writes them.</param>
internal sealed record TrailUnit(TrailSetting Attribute, IReadOnlyList<TrailPart> Parts)
{
    private static readonly TrailCoverage Coverage = new();
    private static readonly TrailDelivery Delivery = new();

    public static IReadOnlyList<TrailUnit> All { get; } =
    [
        new(Coverage, [TrailCoverage.MultiRegion]),
        new(Coverage, [TrailCoverage.GlobalServices]),
        new(new TrailFileValidation(), [TrailFileValidation.Validation]),
        new(Delivery, [TrailDelivery.Bucket, TrailDelivery.Prefix]),
        new(Delivery, [TrailDelivery.Key]),
        new(new TrailLogGroup(), [TrailLogGroup.Group, TrailLogGroup.Role]),
        new(new TrailTopic(), [TrailTopic.Topic]),
    ];

    public string Label => Parts[0].Label;

    public bool IsWeakenedBy(TrailCall call) => Parts.Any(call.MayWeaken);

    /// <summary>What it should be, or why it is left alone. Pure.</summary>
    /// <remarks>What was off, or not set, before the call is left as it is: there is nothing to put back.</remarks>
    public (IReadOnlyList<string?>? Wanted, TrailCall? Stood, string? Left) Decide(TrailHistory history, Func<TrailPart, string?> live)
    {
        if (Parts[0].IsFlag && live(Parts[0]) == TrailPart.Of(true))
        {
            return ([TrailPart.Of(true)], null, null);
        }

        var stood = Parts.Select(history.Before).ToList();
        if (stood.Find(s => s.Unknown is not null) is { } unknown)
        {
            return (null, null, unknown.Unknown);
        }

        if (stood[0].Value is null || stood[0].Value == TrailPart.Of(false))
        {
            return (null, null, $"it was {(Parts[0].IsFlag ? "off" : "none")} before as well ({stood[0].Call})");
        }

        var isBack = Parts.Zip(stood).All(p => live(p.First) == p.Second.Value);
        var told = Parts.Select(p => (Part: p, Said: history.Own.Says(p))).Where(p => p.Said.IsAny).ToList();
        return isBack ? (stood.ConvertAll(s => s.Value), stood[0].Call, null)
            : told.Exists(t => !t.Said.IsClear) ? (null, null, "what the call set can't be told for sure")
            : told.Exists(t => live(t.Part) != t.Said.Value) ? (null, null, "it was set anew since")
            : (stood.ConvertAll(s => s.Value), stood[0].Call, null);
    }
}
