using Remediator.Findings;

namespace Remediator.Planning;

/// <summary>What is Remediator itself: its action role, its stack, its own resources.</summary>
/// <remarks>
/// Only by what nobody else can take: exact names of a kind in its own account, and CloudFormation's own tag, which no user can set.
/// A name's beginning or a tag of ours would let an attacker hide behind it.
/// </remarks>
/// <param name="Account">The account that the engine runs in; the action role is its own in every account.</param>
/// <param name="ActionRole">Name of the action role.</param>
/// <param name="StackId">The ARN of its CloudFormation stack; null where there is none.</param>
/// <param name="Resources">Its resources, each as <c>kind=id</c>.</param>
public sealed record OwnIdentity(string? Account, string ActionRole, string? StackId, IReadOnlySet<string> Resources)
{
    public const string StackTag = "aws:cloudformation:stack-id";

    /// <summary>Who signs what Remediator writes into findings.</summary>
    public const string Author = "remediator";

    /// <param name="resources"><c>kind=id</c>, separated by commas.</param>
    public static OwnIdentity Read(string? account, string actionRole, string? stackId, string? resources) => new(
        account,
        actionRole,
        stackId,
        new HashSet<string>((resources ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal));

    /// <summary>Whether the principal is the action role of the account, or of the engine's, or a session of it.</summary>
    /// <param name="account">Of the finding. A role of that name in any other account is somebody else's, who would hide behind it.</param>
    public bool IsActionRole(string? principal, string account) =>
        Arn.TryParse(principal) is { } arn
        && (arn.Account == account || arn.Account == Account)
        && (arn.Resource.Split('/') is ["assumed-role", var name, ..] ? arn.Service == "sts" && name == ActionRole
            : arn.Service == "iam" && arn.Resource.StartsWith("role/", StringComparison.Ordinal) && arn.Name == ActionRole);

    /// <summary>Whether the resource is one of its own.</summary>
    public bool Owns(ResourceRef resource, string account) =>
        (resource.Kind == ResourceKinds.Role && (resource.Arn is null ? resource.Id == ActionRole : IsActionRole(resource.Arn, account)))
        || (resource is { Kind: ResourceKinds.AccessKey } && resource.Detail(ResourceDetails.UserName) == ActionRole && resource.Detail(ResourceDetails.UserType) is "AssumedRole" or "Role")
        || (account == Account && Resources.Contains($"{resource.Kind}={resource.Id}"))
        || (StackId is not null && resource.Tags?.GetValueOrDefault(StackTag) == StackId);
}
