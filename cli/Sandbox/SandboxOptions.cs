namespace Remediator.Cli.Sandbox;

/// <summary>How a sandbox starts.</summary>
public sealed record SandboxOptions
{
    /// <summary>The account of every access key that the sandbox doesn't know.</summary>
    public string Account { get; init; } = "111122223333";

    /// <summary>Where seeding puts resources when no Region is named.</summary>
    public string Region { get; init; } = "us-east-1";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks sessions of roles and keys of users against their policies; other keys may do everything.</summary>
    public bool EnforcePermissions { get; init; }

    /// <summary>The largest page of any paginated answer; null for each service's own.</summary>
    public int? PageSize { get; init; }

    /// <summary>The port on loopback; 0 for a free one.</summary>
    public int Port { get; init; }
}
