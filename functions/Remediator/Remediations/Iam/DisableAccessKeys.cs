using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Makes access keys of an IAM user Inactive and denies the user everything.</summary>
/// <remarks>
/// The two belong together: an inactive key stops what signs with it, but sessions that were made with it live on for up to 36
/// hours; the deny is evaluated on every call and stops those too. It would stop the key as well, until somebody removes a policy
/// that is in the way of work; the key itself then still is disabled.
/// </remarks>
public sealed class DisableAccessKeys : Remediation<DisableAccessKeysOptions, DisableAccessKeys.Observed>
{
    public override string Name => "disable-access-keys";

    public override string Summary => "Make access keys of an IAM user Inactive and deny the user everything.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.AccessKey, ResourceKinds.User];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(AccessKeyStatus), nameof(UserDenyPolicy)];

    /// <remarks>Whose a key is must be seen whoever it is, so this one read is not narrowed to the user of the finding.</remarks>
    public override IReadOnlyList<Permission> ObservePermissions { get; } =
        [.. IamArns.OnUser("iam:GetUser"), new("iam:GetAccessKeyLastUsed", "arn:{partition}:iam::{account}:user/*")];

    public override JsonTypeInfo OptionsInfo => DisableAccessKeysJsonContext.Default.DisableAccessKeysOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, DisableAccessKeysOptions options, CancellationToken cancel)
    {
        if (KeyHolder.Of(context.Resource) is not KeyHolder.IamUser holder)
        {
            return new Observed(null, null);
        }

        var name = holder.Name ?? await UserKeys.OwnerAsync(context.Aws, holder.KeyId!, cancel).ConfigureAwait(false);
        if (!IamNames.IsUserName(name))
        {
            return new Observed(name, null);
        }

        return new Observed(name, await UserKeys.ReadAsync(context.Aws, name!, holder.KeyId, cancel).ConfigureAwait(false));
    }

    protected override TagReading Tags(Observed observed) => observed.User is { } user ? new TagReading.Known(user.Tags) : TagReading.None;

    public override StepPlan Plan(PlanContext context, DisableAccessKeysOptions options, Observed observed) => (KeyHolder.Of(context.Resource), observed) switch
    {
        (KeyHolder.NotAUser other, _) => new StepPlan.NotApplicable(other.Reason),
        (KeyHolder.IamUser, { Name: null }) => new StepPlan.NotApplicable($"no user of the account has the key {context.Resource.Id} (any more)"),
        (KeyHolder.IamUser, { User: null }) => new StepPlan.NotApplicable(
            IamNames.IsUserName(observed.Name) ? $"there is no user {observed.Name} (any more)" : $"the key {context.Resource.Id} is not an IAM user's"),
        (KeyHolder.IamUser holder, { User: { } user }) => Plan(options, holder, user),
        _ => throw new InvalidOperationException("unknown key holder"),
    };

    private StepPlan Plan(DisableAccessKeysOptions options, KeyHolder.IamUser holder, UserKeys user)
    {
        var isListed = holder.KeyId is { } named && user.Keys.ContainsKey(named);
        if (user.OtherOwner is { } owner)
        {
            return new StepPlan.NotApplicable(
                $"the key {holder.KeyId} is not {user.Name}'s as the finding says{(IamNames.IsUserName(owner) ? $", but {owner}'s" : "")}: neither is touched");
        }

        // A key that is the user's proves who is meant; without one, the unique id of the user has to.
        if (!isListed && holder.UserId is { } id && user.UserId != id)
        {
            return new StepPlan.NotApplicable($"the user {user.Name} of the finding ({id}) was deleted, and another ({user.UserId}) made under its name: it is not touched");
        }

        var chosen = options.Keys == KeySelection.All || holder.KeyId is null ? user.Keys.Keys : isListed ? [holder.KeyId] : Array.Empty<string>();
        var changes = chosen.Select(keyId => KeyChange(user, keyId)).ToList();
        if (options.DenyUser)
        {
            changes.Add(DenyChange(holder, user, isListed));
        }

        return changes.Count > 0
            ? new StepPlan.Planned(changes, Survivors(options, holder, user, chosen))
            : new StepPlan.NotApplicable(
                holder.IsTemporary ? $"{holder.KeyId} is temporary and cannot be disabled; only a deny for its user stops it, and denyUser is off"
                : holder.KeyId is null ? $"the user {user.Name} has no access keys, and denyUser is off"
                : $"the key {holder.KeyId} is not among the keys of {user.Name} (any more), and denyUser is off");
    }

    /// <summary>Only an Active key changes: an expired one is disabled, and an undo must not bring it back.</summary>
    private Change KeyChange(UserKeys user, string keyId) => new()
    {
        Step = Name,
        Attribute = nameof(AccessKeyStatus),
        Target = AccessKeyStatus.TargetOf(user.Name, keyId),
        Before = user.Keys[keyId],
        After = user.Keys[keyId] == AccessKeyStatus.Active ? AccessKeyStatus.Inactive : user.Keys[keyId],
        Phase = Phase.Contain,
    };

    private Change DenyChange(KeyHolder.IamUser holder, UserKeys user, bool isListed) => new()
    {
        Step = Name,
        Attribute = nameof(UserDenyPolicy),
        Target = UserDenyPolicy.TargetOf(user.Name),
        Before = user.Deny,
        After = UserDenyPolicy.DenyAll,
        Phase = Phase.Contain,
        Note = holder.IsTemporary ? $"{holder.KeyId} is a temporary key, which cannot be made Inactive: the deny for its user is what stops it."
            : holder.KeyId is { } key && !isListed ? $"The key {key} is not among the user's keys (any more); the deny stops the sessions that were made with it."
            : null,
    };

    private static IEnumerable<string> Survivors(DisableAccessKeysOptions options, KeyHolder.IamUser holder, UserKeys user, IEnumerable<string> chosen)
    {
        var active = user.Keys.Where(k => k.Value == AccessKeyStatus.Active).Select(k => k.Key).Except(chosen).ToList();
        if (active.Count > 0)
        {
            yield return $"Not disabled: {string.Join(", ", active)} of the same user" + (options.DenyUser ? " (denied with the user while the deny policy is in place)." : ".");
        }

        if (!options.DenyUser)
        {
            yield return holder.IsTemporary
                ? $"The temporary key {holder.KeyId} works until it expires, at most 36 hours after it was made: the user is not denied."
                : "Temporary sessions that were made with the keys work until they expire, at most 36 hours: the user is not denied.";
        }

        yield return $"Sessions of roles that {user.Name} has assumed work until they expire: use cut-role-sessions on those roles.";
        yield return "IAM changes can take a few minutes to be in force everywhere.";
    }

    /// <summary>What was read.</summary>
    /// <param name="Name">The user's name by the finding or, where it gives none, by IAM; null when there is none.</param>
    /// <param name="User">Null when there is no such user.</param>
    public sealed record Observed(string? Name, UserKeys? User);
}
