namespace Remediator.Cli.Sandbox.Permissions;

/// <summary>Whoever holds an access key.</summary>
/// <param name="UserId">aws:userid: AIDA... of a user, AROA...:session of a session.</param>
internal sealed record Principal(string Account, string Arn, string UserId)
{
    /// <summary>Name of the IAM user.</summary>
    public string? User { get; init; }

    /// <summary>Name of the role behind a session.</summary>
    public string? Role { get; init; }

    /// <summary>Name of the task policy of a root user's session.</summary>
    public string? RootTask { get; init; }

    public string? SessionPolicy { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public static Principal Administrator(string account) => new(account, $"arn:aws:iam::{account}:root", account);
}
