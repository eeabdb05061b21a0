using System.Collections.Immutable;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>The credentials of one IAM user as they are.</summary>
/// <param name="Name">User name.</param>
/// <param name="UserId">AIDA...</param>
/// <param name="Keys">Status by key id.</param>
/// <param name="Deny">The engine's deny policy.</param>
/// <param name="OtherOwner">Another user who owns the key that the finding names.</param>
/// <param name="Tags">Tags of the user.</param>
public sealed record UserKeys(
    string Name,
    string? UserId,
    IReadOnlyDictionary<string, AttributeValue> Keys,
    AttributeValue Deny,
    string? OtherOwner,
    ImmutableDictionary<string, string> Tags)
{
    /// <summary>Null when there is no such user.</summary>
    internal static async Task<UserKeys?> ReadAsync(AwsSession aws, string user, string? keyId, CancellationToken cancel)
    {
        var found = UserAsync(aws, user, cancel);
        var listed = AccessKeyStatus.ListAsync(aws, user, cancel);
        var deny = new UserDenyPolicy().ReadAsync(aws, UserDenyPolicy.TargetOf(user), cancel);
        await Task.WhenAll(found, listed, deny).ConfigureAwait(false);
        if (await found.ConfigureAwait(false) is not { } live || await listed.ConfigureAwait(false) is not { } keys)
        {
            return null;
        }

        var isMissing = keyId is not null && !IamNames.IsTemporaryKeyId(keyId) && !keys.ContainsKey(keyId);
        var owner = isMissing ? (await TryOwnerAsync(aws, keyId!, cancel).ConfigureAwait(false)).Name : null;
        return new UserKeys(
            user,
            live.UserId,
            keys,
            await deny.ConfigureAwait(false),
            owner == user ? null : owner,
            (live.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
    }

    /// <summary>The name of the user that a key belongs to; null when the account has no such key (any more).</summary>
    internal static async Task<string?> OwnerAsync(AwsSession aws, string keyId, CancellationToken cancel)
    {
        try
        {
            var request = new GetAccessKeyLastUsedRequest { AccessKeyId = keyId };
            return (await aws.Client<IAmazonIdentityManagementService>().GetAccessKeyLastUsedAsync(request, cancel).ConfigureAwait(false)).UserName;
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }

    /// <summary>As far as IAM tells: for a deleted key, whose owner it cannot know, it may answer AccessDenied to anybody.</summary>
    internal static async Task<KeyOwner> TryOwnerAsync(AwsSession aws, string keyId, CancellationToken cancel)
    {
        try
        {
            return new KeyOwner(await OwnerAsync(aws, keyId, cancel).ConfigureAwait(false), null);
        }
        catch (AmazonIdentityManagementServiceException e) when (e.ErrorCode == "AccessDenied")
        {
            return new KeyOwner(null, AwsFailure.Describe(e));
        }
    }

    /// <summary>Null when there is no such user.</summary>
    internal static async Task<User?> UserAsync(AwsSession aws, string user, CancellationToken cancel)
    {
        try
        {
            return (await aws.Client<IAmazonIdentityManagementService>().GetUserAsync(new GetUserRequest { UserName = user }, cancel).ConfigureAwait(false)).User;
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }
}

/// <summary>Whose an access key is.</summary>
/// <param name="Name">Null when it is nobody's, or not known.</param>
/// <param name="Unknown">Why it is not known; null when it is.</param>
internal sealed record KeyOwner(string? Name, string? Unknown);
