namespace Remediator.Cli.Sandbox.State;

/// <summary>A permission set of IAM Identity Center.</summary>
public sealed class PermissionSet
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string? InlinePolicy { get; set; }

    /// <summary>Accounts that it is provisioned to, and the inline policy that each has of it.</summary>
    public SortedDictionary<string, string?> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Provisioning does not end.</summary>
    public bool IsSlow { get; set; }

    /// <summary>It stands for an instance of one account, which has no permission sets.</summary>
    public bool IsOfAccountInstance { get; init; }

    public Tags Tags { get; init; } = [];
}
