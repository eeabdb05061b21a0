namespace Remediator.Cli.Sandbox.State;

/// <summary>What users and roles have in common for inline policies and tags.</summary>
public abstract class IamIdentity : ITagged
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required string Arn { get; init; }

    public string Path { get; init; } = "/";

    public DateTimeOffset Created { get; init; }

    /// <summary>Inline policy documents by name.</summary>
    public SortedDictionary<string, string> Policies { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Tags Tags { get; init; } = [];
}

public sealed class User : IamIdentity
{
    public Table<AccessKey> AccessKeys { get; } = [];

    /// <summary>When its console password was set up; null when it has none.</summary>
    public DateTimeOffset? PasswordCreated { get; set; }

    /// <summary>Credentials that are neither access keys nor a password, by id.</summary>
    public Table<UserCredential> Credentials { get; } = [];
}

/// <param name="Kind">"service", "ssh", "certificate" or "mfa".</param>
/// <param name="Service">For one service's: "bedrock.amazonaws.com".</param>
public sealed record UserCredential(string Kind, string Status = "Active", string? Service = null);

public sealed class AccessKey
{
    /// <summary>"Active" or "Inactive".</summary>
    public string Status { get; set; } = "Active";

    public DateTimeOffset Created { get; init; }

    public LastUse? LastUsed { get; init; }
}

public sealed record LastUse(DateTimeOffset Time, string Service, string Region);

public sealed class Role : IamIdentity
{
    public string TrustPolicy { get; set; } = """{"Version":"2012-10-17","Statement":[]}""";

    /// <summary>ARN of its permissions boundary; null when it has none.</summary>
    public string? Boundary { get; set; }

    /// <summary>Only the service that owns a service-linked role, or Identity Center for its own, may change it.</summary>
    public bool Unmodifiable => Path.StartsWith("/aws-service-role/", StringComparison.Ordinal) || Path.StartsWith("/aws-reserved/sso.amazonaws.com/", StringComparison.Ordinal);
}

public sealed class InstanceProfile
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required string Arn { get; init; }

    public string Path { get; init; } = "/";

    public required string RoleName { get; init; }

    public DateTimeOffset Created { get; init; }
}
