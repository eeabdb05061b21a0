using System.Collections.Immutable;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>The IAM user that a finding is about, as it is now, or why there is none to act on.</summary>
/// <param name="Unfit">Null when there is such a user.</param>
/// <param name="Name">User name; empty when unfit.</param>
/// <param name="Tags">Tags of the user.</param>
public sealed record UserSubject(string? Unfit, string Name, ImmutableDictionary<string, string> Tags)
{
    /// <remarks>Whose a key is must be seen whoever it is, so this one read is not narrowed to the user of the finding.</remarks>
    internal static IReadOnlyList<Permission> Permissions { get; } =
        [.. IamArns.OnUser("iam:GetUser"), new("iam:GetAccessKeyLastUsed", "arn:{partition}:iam::{account}:user/*")];

    internal TagReading Reading => Unfit is null ? new TagReading.Known(Tags) : TagReading.None;

    /// <summary>Steps of one execution share the read.</summary>
    internal static Task<UserSubject> ReadAsync(ObserveContext context, CancellationToken cancel) =>
        context.OnceAsync("iam-user", () => FindAsync(context, cancel));

    private static async Task<UserSubject> FindAsync(ObserveContext context, CancellationToken cancel)
    {
        switch (KeyHolder.Of(context.Resource))
        {
            case KeyHolder.NotAUser other:
                return None(other.Reason);
            case KeyHolder.IamUser { Name: { } name } holder:
                return await NamedAsync(context, holder, name, cancel).ConfigureAwait(false);
            case KeyHolder.IamUser holder:
                var owner = await UserKeys.OwnerAsync(context.Aws, holder.KeyId!, cancel).ConfigureAwait(false);
                return owner is null ? None($"no user of the account has the key {holder.KeyId} (any more)")
                    : IamNames.IsUserName(owner) ? await NamedAsync(context, holder with { KeyId = null }, owner, cancel).ConfigureAwait(false)
                    : None($"the key {holder.KeyId} is not an IAM user's");
            default:
                throw new InvalidOperationException("unknown key holder");
        }
    }

    /// <summary>The user of that name, unless the key of the finding is another's; without a key that exists, the unique id has to prove who is meant.</summary>
    private static async Task<UserSubject> NamedAsync(ObserveContext context, KeyHolder.IamUser holder, string name, CancellationToken cancel)
    {
        var key = holder.IsTemporary ? null : holder.KeyId;
        var owner = key is null ? Task.FromResult(new KeyOwner(null, null)) : UserKeys.TryOwnerAsync(context.Aws, key, cancel);
        var found = UserAsync(context, name, cancel);
        await Task.WhenAll(owner, found).ConfigureAwait(false);
        return (await found.ConfigureAwait(false), await owner.ConfigureAwait(false)) switch
        {
            (null, _) => None($"there is no user {name} (any more)"),
            (_, { Name: { } other }) when other != name =>
                None($"the key {key} is not {name}'s as the finding says{(IamNames.IsUserName(other) ? $", but {other}'s" : "")}: neither is touched"),
            // Without its owner the key proves nothing for this user, and nothing against it.
            ({ } user, { Unknown: { } why }) when holder.UserId is { } id && user.UserId != id =>
                throw new RemediationException($"whether the user {name} is the one of the finding is not known, since whose the key {key} is could not be read: {why}"),
            ({ } user, { Name: null }) when holder.UserId is { } id && user.UserId != id =>
                None($"the user {name} of the finding ({id}) was deleted, and another ({user.UserId}) made under its name: it is not touched"),
            ({ } user, _) => new UserSubject(null, name, (user.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal)),
        };
    }

    private static UserSubject None(string reason) => new(reason, "", ImmutableDictionary<string, string>.Empty);

    private static async Task<User?> UserAsync(ObserveContext context, string user, CancellationToken cancel)
    {
        try
        {
            return (await context.Aws.Client<IAmazonIdentityManagementService>().GetUserAsync(new GetUserRequest { UserName = user }, cancel).ConfigureAwait(false)).User;
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }
}
