using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.SSOAdmin;
using Amazon.SSOAdmin.Model;
using Remediator.Attributes;
using Remediator.Attributes.Sso;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Denies everything, or some actions, to one user of IAM Identity Center in the account of the finding, sessions that are out there included; others with the permission set go on.</summary>
public sealed class DenyIdentityCenterUser : Remediation<DenyIdentityCenterUserOptions, DenyIdentityCenterUser.Observed>
{
    private const string RolePrefix = "AWSReservedSSO_";
    private const int SuffixLength = 16;

    public override string Name => "deny-identity-center-user";

    public override string Summary => "Deny everything, or some actions, to a user of IAM Identity Center, by the permission set that the finding's session came from.";

    public override bool IsOrganizational => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Role];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(PermissionSetDeny)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
    [
        new("sso:ListInstances"),
        new("sso:DescribePermissionSet", PermissionSetDeny.Instances), new("sso:DescribePermissionSet", PermissionSetDeny.Sets),
        new("sso:ListTagsForResource", PermissionSetDeny.Instances), new("sso:ListTagsForResource", PermissionSetDeny.Sets),
    ];

    public override JsonTypeInfo OptionsInfo => DenyIdentityCenterUserJsonContext.Default.DenyIdentityCenterUserOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, DenyIdentityCenterUserOptions options, CancellationToken cancel)
    {
        var (aws, region) = (context.Aws, options.Region ?? context.Aws.Region);
        if (SetOf(context.Resource.Id) is not { } name)
        {
            return None($"{context.Resource.Id} is not a role of IAM Identity Center");
        }

        var userId = context.Resource.Detail(ResourceDetails.PrincipalId);
        if (IamNames.AssumedRole(userId) is null)
        {
            return None("the finding does not say which user's session it is about");
        }

        using var there = PermissionSetUser.In(aws, region);
        var sso = there.Client<IAmazonSSOAdmin>();
        var instances = await InstancesAsync(sso, cancel).ConfigureAwait(false);
        if (instances.Count == 0)
        {
            return None($"IAM Identity Center is not to be seen in {region} from the account that Remediator runs in: that must be the organization's management account or Identity Center's delegated administrator");
        }

        var found = new List<(string Instance, string Set)>();
        foreach (var instance in instances)
        {
            found.AddRange((await FindAsync(sso, instance, aws.Account, name, cancel).ConfigureAwait(false)).Select(s => (instance, s)));
        }

        if (found is not [var (owner, set)])
        {
            return None(found.Count == 0
                ? $"account {aws.Account} has no permission set {name} (any more)"
                : $"account {aws.Account} has a permission set {name} of more than one instance of IAM Identity Center, and which of them the session came from can't be told");
        }

        var target = new PermissionSetUser(region, set, aws.Account, userId!, IsNarrow: !options.Actions.IsDefaultOrEmpty).Target;
        var value = new PermissionSetDeny().ReadAsync(aws, target, cancel);
        var tags = TagsAsync(sso, owner, set, cancel);
        await Task.WhenAll(value, tags).ConfigureAwait(false);
        return value.Result.IsAbsent ? None($"there is no permission set {name} any more") : new Observed(null, target, value.Result, tags.Result);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, DenyIdentityCenterUserOptions options, Observed observed)
    {
        var isNarrow = !options.Actions.IsDefaultOrEmpty;
        if ((observed.Unfit ?? (isNarrow ? DeniedActions.Fault(options.Actions) : null)) is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var denied = isNarrow ? PermissionSetDeny.DeniedOnly(options.Actions) : PermissionSetDeny.Denied;
        return new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(PermissionSetDeny),
                Target = observed.Target,
                Before = PermissionSetDeny.IsSettled(observed.Value) ? observed.Value : PermissionSetDeny.Allowed,
                After = denied,
                Phase = Phase.Credentials,
                Note = "Whatever else of the permission set had not been provisioned to this account is provisioned with it.",
            }],
            isNarrow
                ? "Everything else that the user may do goes on, and so do other permission sets and other accounts that the user has."
                : "Other permission sets and other accounts that the user has go on, and so does the session in the access portal: disable the user in the identity source and end it there.",
            "Roles that the user assumed from these sessions (role chaining) work until they expire.");
    }

    /// <summary>The name of the permission set that a role was made for: <c>AWSReservedSSO_{name}_{16 hex digits}</c>; null for any other role.</summary>
    private static string? SetOf(string role) =>
        IamNames.IsRoleName(role) && role.StartsWith(RolePrefix, StringComparison.Ordinal) && role.LastIndexOf('_') is var end && end > RolePrefix.Length
            && role.Length - end - 1 == SuffixLength && role.Skip(end + 1).All(char.IsAsciiHexDigitLower)
            ? role[RolePrefix.Length..end]
            : null;

    /// <summary>Those that are in use: the organization's, and one of the account itself.</summary>
    private static async Task<List<string>> InstancesAsync(IAmazonSSOAdmin sso, CancellationToken cancel)
    {
        var found = new List<string>();
        var request = new ListInstancesRequest();
        do
        {
            var page = await sso.ListInstancesAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((page.Instances ?? []).Where(i => i.Status == InstanceStatus.ACTIVE).Select(i => i.InstanceArn));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    /// <summary>The permission sets of that name in the account; an instance has at most one.</summary>
    private static async Task<List<string>> FindAsync(IAmazonSSOAdmin sso, string instance, string account, string name, CancellationToken cancel)
    {
        List<string> sets;
        try
        {
            sets = await PermissionSetDeny.SetsAsync(sso, instance, account, null, cancel).ConfigureAwait(false);
        }
        catch (ValidationException)
        {
            // An instance of one account has no permission sets, and says so in this way.
            return [];
        }

        var found = new List<string>();
        foreach (var set in sets)
        {
            var described = await sso.DescribePermissionSetAsync(new DescribePermissionSetRequest { InstanceArn = instance, PermissionSetArn = set }, cancel).ConfigureAwait(false);
            if (described.PermissionSet?.Name == name)
            {
                found.Add(set);
            }
        }

        return found;
    }

    private static async Task<TagReading> TagsAsync(IAmazonSSOAdmin sso, string instance, string set, CancellationToken cancel)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var request = new ListTagsForResourceRequest { InstanceArn = instance, ResourceArn = set };
        do
        {
            var page = await sso.ListTagsForResourceAsync(request, cancel).ConfigureAwait(false);
            foreach (var tag in page.Tags ?? [])
            {
                found[tag.Key] = tag.Value ?? "";
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return new TagReading.Known(found.ToImmutable());
    }

    private static Observed None(string reason) => new(reason, default, default, TagReading.None);

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Target">The user in the permission set.</param>
    /// <param name="Value">Whether it is denied there.</param>
    /// <param name="Tags">Tags of the permission set.</param>
    public sealed record Observed(string? Unfit, Target Target, AttributeValue Value, TagReading Tags);
}
