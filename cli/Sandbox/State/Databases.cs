namespace Remediator.Cli.Sandbox.State;

/// <summary>An RDS or Aurora instance.</summary>
public sealed class Database
{
    public required string Id { get; init; }

    public required string VpcId { get; init; }

    /// <summary>The Aurora cluster that it belongs to.</summary>
    public string? ClusterId { get; init; }

    public string Status { get; set; } = "available";

    public bool PubliclyAccessible { get; set; }

    public SortedSet<string> Groups { get; init; } = new(StringComparer.Ordinal);

    /// <summary>ARN of the secret where RDS manages the master password; null when it does not.</summary>
    public string? PasswordSecret { get; set; }

    /// <summary>What waits for the maintenance window, by RDS's name of it.</summary>
    public Tags Queued { get; init; } = [];

    public Tags Tags { get; init; } = [];
}

public sealed class DatabaseCluster
{
    public required string Id { get; init; }

    public string Status { get; set; } = "available";

    public SortedSet<string> Groups { get; init; } = new(StringComparer.Ordinal);

    public string? PasswordSecret { get; set; }

    /// <summary>What waits for the maintenance window, by RDS's name of it.</summary>
    public Tags Queued { get; init; } = [];

    public Tags Tags { get; init; } = [];
}

/// <summary>A manual snapshot of an instance or, with <see cref="OfCluster"/>, of a cluster.</summary>
public sealed class DatabaseSnapshot
{
    public required string Id { get; init; }

    public bool OfCluster { get; init; }

    /// <summary>Accounts, and "all" for everybody.</summary>
    public SortedSet<string> SharedWith { get; init; } = new(StringComparer.Ordinal);

    public Tags Tags { get; init; } = [];
}
