using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Looks for what a principal left behind in IAM to come back by: it changes nothing and tells what to follow up.</summary>
/// <remarks>Containing the principal does not contain what it made. Whose keys and roles they are is for a person to judge.</remarks>
public sealed class FindPersistence : Remediation<FindPersistenceOptions, FindPersistence.Observed>
{
    /// <summary>What it tells has a place of its own in messages.</summary>
    public const string StepName = "find-persistence";

    private const int MostTold = 20;

    public override string Name => StepName;

    public override string Summary => "Tell which keys, users, roles, MFA devices, policies and identity providers the principal made; changes nothing.";

    public override bool OnlyTells => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.User, ResourceKinds.AccessKey, ResourceKinds.Role];

    public override IReadOnlyList<string> Attributes { get; } = [];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [.. UserSubject.Permissions, new("cloudtrail:LookupEvents")];

    public override JsonTypeInfo OptionsInfo => FindPersistenceJsonContext.Default.FindPersistenceOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, FindPersistenceOptions options, CancellationToken cancel)
    {
        var (unfit, name, role, tags) = await WhoAsync(context, cancel).ConfigureAwait(false);
        if (unfit is not null)
        {
            return new Observed(unfit, "", [], false, tags);
        }

        var (found, more) = await EventHistory.ReadAsync(context.Aws, name, role, context.Plan.Now.AddHours(-options.Hours), cancel).ConfigureAwait(false);
        return new Observed(null, role is null ? name : $"{role}/{name}", found, more, tags);
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, FindPersistenceOptions options, Observed observed) =>
        observed.Unfit is { } reason ? new StepPlan.NotApplicable(reason) : new StepPlan.Planned([], Told(options, observed))
        {
            FollowUps = [.. observed.Found.SelectMany(f => f.FollowUps(context.Finding.Partition, context.Finding.Account)).Distinct().Take(MostTold)],
        };

    private static IEnumerable<string> Told(FindPersistenceOptions options, Observed observed)
    {
        var window = $"in the last {options.Hours} hours";
        if (observed.Found.IsEmpty)
        {
            yield return $"CloudTrail shows nothing that {observed.Principal} left behind in IAM {window}; events take some minutes to show.";
        }

        foreach (var found in observed.Found.Take(MostTold))
        {
            yield return $"Left by {observed.Principal}: {found}";
        }

        if (observed.Found.Length > MostTold)
        {
            yield return $"{observed.Found.Length - MostTold} more calls of {observed.Principal} to IAM {window} are not listed: see CloudTrail's event history.";
        }

        if (observed.More)
        {
            yield return $"CloudTrail has so many calls {window} that the oldest were not looked at: see its event history.";
        }
    }

    /// <summary>CloudTrail knows users by their name, and sessions of roles by the session's.</summary>
    private static async Task<(string? Unfit, string Name, string? Role, TagReading Tags)> WhoAsync(ObserveContext context, CancellationToken cancel)
    {
        var resource = context.Resource;
        if (resource.Kind != ResourceKinds.Role)
        {
            var user = await UserSubject.ReadAsync(context, cancel).ConfigureAwait(false);
            return (user.Unfit, user.Name, null, user.Reading);
        }

        return IamNames.IsRoleName(resource.Id) && IamNames.AssumedRole(resource.Detail(ResourceDetails.PrincipalId)) is { } principal
            ? (null, principal.Session, resource.Id, TagReading.None)
            : ("the finding does not say which session of the role it is about, and CloudTrail knows roles by their sessions alone", "", null, TagReading.None);
    }

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why nothing was looked up; null when it was.</param>
    /// <param name="Principal">For people.</param>
    /// <param name="Found">The newest first.</param>
    /// <param name="More">There are older events that were not looked at.</param>
    /// <param name="Tags">Tags of the user.</param>
    public sealed record Observed(string? Unfit, string Principal, ImmutableArray<PersistenceEvent> Found, bool More, TagReading Tags);
}
