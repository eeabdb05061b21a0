namespace Remediator.Cli.Sandbox.State;

/// <summary>An SSM parameter.</summary>
public sealed record StoredParameter(string Name, string Type, string Value);

/// <summary>A Secrets Manager secret.</summary>
public sealed record StoredSecret(string Name, string Arn, string Value)
{
    /// <summary>The id of the current version.</summary>
    public string Version { get; set; } = "00000000-0000-4000-8000-000000000001";

    /// <summary>The version that a rotation has not finished, or failed to; null when there is none.</summary>
    public string? Pending { get; set; }

    public bool RotationEnabled { get; init; }

    /// <summary>The AWS service that manages it; null for none.</summary>
    public string? OwningService { get; init; }

    /// <summary>When the last rotation ended; null for never.</summary>
    public DateTimeOffset? RotatedAt { get; set; }

    public Tags Tags { get; init; } = [];
}

/// <summary>An API call in CloudTrail's event history.</summary>
/// <param name="User">User name, or session name of a role.</param>
public sealed record TrailEvent(string User, string Name, string? AccessKeyId = null)
{
    /// <summary>The whole event as JSON; null for its name alone.</summary>
    public string? Document { get; init; }
}

/// <summary>A message that SNS took.</summary>
public sealed record PublishedMessage(string TopicArn, string? Subject, string Message, DateTimeOffset Time);
