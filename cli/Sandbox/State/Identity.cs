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
}

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
