using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Turns type and ids of a resource into what it is.</summary>
internal static class HubResourceReader
{
    private const string AccessKeyPrefix = "AWS::IAM::AccessKey:";
    private const string AccountPrefix = "AWS::::Account:";

    /// <param name="ids">Ids of the resource, the best first; an ARN among them decides over the type, which tools get wrong.</param>
    public static ResourceRef? Read(string? type, FindingScope scope, params ReadOnlySpan<string?> ids)
    {
        var kind = type is null ? null : HubKind.Of(type);
        string? first = null;
        foreach (var id in ids)
        {
            if (ArnResource.TryRead(id, scope) is { } read && (kind is null || !IsSpecial(kind)))
                return read;
            first ??= id;
        }

        if (first is null || kind is null)
            return null;
        if (first.StartsWith(AccountPrefix, StringComparison.Ordinal) && ResourceIdShape.IsAccount(first[AccountPrefix.Length..]))
            kind = ResourceKinds.Account;
        return kind switch
        {
            ResourceKinds.AccessKey => new(kind, After(first, AccessKeyPrefix)),
            ResourceKinds.Account => new(kind, After(first, AccountPrefix)),
            _ => new(kind, first, Arn.TryParse(first) is null ? null : first),
        };
    }

    /// <summary>The details that an original finding has of an instance.</summary>
    public static ResourceRef With(this ResourceRef resource, string? instanceProfileArn, ImmutableDictionary<string, string>? tags) => resource with
    {
        Details = resource.Kind == ResourceKinds.Instance && instanceProfileArn is not null
            ? resource.Details.SetItem(ResourceDetails.InstanceProfileArn, instanceProfileArn)
            : resource.Details,
        Tags = tags,
    };

    // A key's id may be written as an ARN of its user, an account's as one of its root: the type says more.
    private static bool IsSpecial(string kind) => kind is ResourceKinds.AccessKey or ResourceKinds.Account;

    /// <summary>An account may also be given as the ARN of its root, a key as the end of its user's; anything else stays as it came.</summary>
    private static string After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length ? text[prefix.Length..]
        : Arn.TryParse(text) is not { } arn ? text
        : prefix == AccountPrefix && arn.Account.Length > 0 ? arn.Account
        : arn.Name is { Length: > 0 } name ? name : text;
}
