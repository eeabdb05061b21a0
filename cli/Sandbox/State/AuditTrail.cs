namespace Remediator.Cli.Sandbox.State;

/// <summary>A CloudTrail trail.</summary>
public sealed class AuditTrail
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string HomeRegion { get; init; }

    public bool IsLogging { get; set; }

    public bool IsMultiRegion { get; set; } = true;

    public bool HasGlobalServices { get; set; } = true;

    public bool HasValidation { get; set; } = true;

    public string Bucket { get; set; } = "trail-logs";

    public string? Prefix { get; set; }

    /// <summary>ARN of the key that encrypts its files; null for none.</summary>
    public string? Key { get; set; }

    public string? LogGroup { get; set; }

    public string? LogRole { get; set; }

    public string? Topic { get; set; }

    /// <summary>As CloudTrail answers them: an array in JSON.</summary>
    public string EventSelectors { get; set; } = """[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[],"ExcludeManagementEventSources":[]}]""";

    /// <summary>In place of the others; null for none.</summary>
    public string? AdvancedEventSelectors { get; set; }

    public Tags Tags { get; init; } = [];
}

/// <summary>A GuardDuty detector.</summary>
public sealed class ThreatDetector
{
    public required string Id { get; init; }

    public bool IsEnabled { get; set; }

    /// <summary>How often it publishes findings that come again.</summary>
    public string Frequency { get; set; } = "SIX_HOURS";

    /// <summary>What it can look for beyond the logs that every detector reads, by name.</summary>
    public Table<DetectorFeature> Features { get; } = [];

    public Tags Tags { get; init; } = [];
}

/// <summary>A feature of a detector.</summary>
public sealed class DetectorFeature
{
    public bool IsOn { get; set; }

    /// <summary>When it was last switched; null where that is not told.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>Additional configurations, and whether they are on.</summary>
    public Table<bool> Additional { get; } = [];
}

/// <summary>Security Hub where it is enabled.</summary>
/// <param name="HasDefaultStandards">Whether AWS's default standards are checked.</param>
public sealed record Hub(bool HasDefaultStandards);

/// <summary>A recorder of AWS Config.</summary>
public sealed class ConfigRecorder
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public bool IsRecording { get; set; }

    /// <summary>The service that it is linked to; null for the customer's own.</summary>
    public string? ServicePrincipal { get; init; }

    /// <summary>Whether there is a channel that it could deliver by.</summary>
    public bool HasDeliveryChannel { get; set; } = true;

    public Tags Tags { get; init; } = [];
}
