using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Task = System.Threading.Tasks.Task;

namespace Remediator.Remediations;

/// <summary>Denies everything to sessions of a role that are already issued: temporary credentials cannot be taken back.</summary>
/// <remarks>
/// For a whole role by the time of issue, a minute into the future (sessions being issued at this moment are cut too); for one
/// instance, ECS task or session by its name (ECS names the sessions of a task's role after the task), which spares all others. Taking an instance's profile away would not do: credentials that
/// were copied from the instance stay valid until they expire.
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html.
/// </remarks>
public sealed class CutRoleSessions : Remediation<CutRoleSessionsOptions, CutRoleSessions.Observed>
{
    /// <summary>How far after planning a session may be issued and still be cut.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    public const string StepName = "cut-role-sessions";

    public override string Name => StepName;

    public override string Summary => "Deny everything to the sessions of a role that are already issued, or to those of one instance or ECS task.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Role, ResourceKinds.Instance, ResourceKinds.EcsTask];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RoleSessionCutoff)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
    [
        .. IamArns.OnRole("iam:GetRole"), new("iam:GetInstanceProfile", "arn:{partition}:iam::{account}:instance-profile/*"), new("ec2:DescribeInstances"),
        new("ecs:DescribeTasks", EcsNames.Task), new("ecs:DescribeTaskDefinition"),
    ];

    public override JsonTypeInfo OptionsInfo => CutRoleSessionsJsonContext.Default.CutRoleSessionsOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, CutRoleSessionsOptions options, CancellationToken cancel)
    {
        var (resource, execution) = (context.Resource, context.Plan.ExecutionId);
        if (resource.Kind == ResourceKinds.EcsTask)
        {
            return await OfTaskAsync(context, cancel).ConfigureAwait(false);
        }

        if (resource.Kind != ResourceKinds.Instance)
        {
            var role = IamNames.IsRoleName(resource.Id) ? await RoleState.ReadAsync(context.Aws, resource.Id, execution, cancel).ConfigureAwait(false) : null;
            return new Observed(role is null ? [] : [role], role?.Tags ?? ImmutableDictionary<string, string>.Empty);
        }

        // Credentials that were issued under the profile that the finding saw outlive its change; it is read while the instance is.
        var seen = ProfileOf(resource.Detail(ResourceDetails.InstanceProfileArn));
        var ofSeen = RolesOfAsync(context, seen, cancel);
        var reading = IamNames.IsInstanceId(resource.Id) ? context.InstanceAsync(cancel) : Task.FromResult<Instance?>(null);
        await Task.WhenAll(ofSeen, reading).ConfigureAwait(false);
        var instance = await reading.ConfigureAwait(false);
        var live = ProfileOf(instance?.IamInstanceProfile?.Arn);
        var ofLive = live == seen ? [] : await RolesOfAsync(context, live, cancel).ConfigureAwait(false);
        var roles = ofLive.Concat(await ofSeen.ConfigureAwait(false));
        return new Observed([.. roles.DistinctBy(r => r.RoleId)], TagsOf(instance)) { IsMissing = instance is null };
    }

    /// <summary>A task may have been started with another role than its definition names.</summary>
    private static async Task<Observed> OfTaskAsync(ObserveContext context, CancellationToken cancel)
    {
        try
        {
            var task = EcsNames.Parse(context.Resource.Id) is null ? null : await EcsTaskState.FindAsync(context.Aws, context.Resource.Id, cancel).ConfigureAwait(false);
            var arn = task?.Overrides?.TaskRoleArn is { Length: > 0 } given ? given
                : task?.TaskDefinitionArn is { } definition
                    ? (await context.Aws.Client<IAmazonECS>().DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = definition }, cancel).ConfigureAwait(false)).TaskDefinition?.TaskRoleArn
                : null;
            var role = Arn.TryParse(arn)?.Name is { } name && IamNames.IsRoleName(name) ? await RoleState.ReadAsync(context.Aws, name, context.Plan.ExecutionId, cancel).ConfigureAwait(false) : null;
            return new Observed(role is null ? [] : [role], (task?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        }
        catch (ClusterNotFoundException)
        {
            return new Observed([], ImmutableDictionary<string, string>.Empty);
        }
    }

    protected override TagReading Tags(Observed observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(Observed observed) => observed.Roles.Select(r => new TouchedResource(ResourceKinds.Role, r.Name, r.Tags));

    public override StepPlan Plan(PlanContext context, CutRoleSessionsOptions options, Observed observed)
    {
        var (isInstance, isTask) = (context.Resource.Kind == ResourceKinds.Instance, context.Resource.Kind == ResourceKinds.EcsTask);
        if (observed.Roles.IsEmpty)
        {
            return new StepPlan.NotApplicable(
                isInstance ? (observed.IsMissing ? InstanceReads.Gone(context, null)! : "the instance has no instance profile with a role")
                : isTask ? "the task has no role, or there is no such task (any more)"
                : IamNames.IsRoleName(context.Resource.Id) ? $"there is no role {context.Resource.Id} (any more)"
                : "the finding does not name the role by a valid IAM role name");
        }

        if (observed.Roles.FirstOrDefault(r => r.Unmodifiable is not null) is { } fixedRole)
        {
            return new StepPlan.NotApplicable(fixedRole.Unmodifiable!);
        }

        if ((isInstance || isTask) && observed.Roles.Select(r => (r.Name, Tag: SafetyGate.Carried(context.ProtectedTags, r.Tags))).FirstOrDefault(r => r.Tag is not null) is { Tag: { } tag, Name: var name })
        {
            return new StepPlan.NotApplicable($"the role {name} of the {(isTask ? "task" : "instance")} is protected by its tag {tag}");
        }

        var principal = IamNames.AssumedRole(context.Resource.Detail(ResourceDetails.PrincipalId));
        if (!isInstance && !isTask && principal is { } p && p.RoleId != observed.Roles[0].RoleId)
        {
            return new StepPlan.NotApplicable(
                $"the role {context.Resource.Id} of the finding ({p.RoleId}) was deleted, and its sessions with it; another ({observed.Roles[0].RoleId}) was made under its name: it is not touched");
        }

        var session = isInstance ? context.Resource.Id : isTask ? EcsNames.Parse(context.Resource.Id)?.Task : principal?.Session;
        var isOwn = isTask || IamNames.IsInstanceId(session);
        return Decide(options.Scope, session, isOwn) switch
        {
            (true, _) => new StepPlan.Planned(observed.Roles.Select(r => WholeRole(context, r)), WholeRoleSurvivors),
            (false, { } named) => new StepPlan.Planned(observed.Roles.Select(r => OneSession(context, r, named)), OneSessionSurvivors(isOwn)),
            (false, null) => new StepPlan.NotApplicable(
                options.Scope == SessionScope.Instance
                    ? "the finding is not about a session of an instance, and the scope is instance"
                    : "the finding does not say which session of the role it is about, and the scope is session"),
        };
    }

    /// <summary>The whole role, or the session of a name; neither when the scope asks for what the finding does not have.</summary>
    /// <param name="isOwn">The session is that of one instance or task, which does not choose its name.</param>
    private static (bool WholeRole, string? Session) Decide(SessionScope scope, string? session, bool isOwn) => scope switch
    {
        SessionScope.Role => (true, null),
        SessionScope.Session => (false, session),
        SessionScope.Instance => (false, isOwn ? session : null),
        SessionScope.Auto => isOwn ? (false, session) : (true, null),
        _ => throw new InvalidOperationException($"unknown scope {scope}"),
    };

    /// <summary>A cut that this execution made before stands, unless the finding has seen the role at work since.</summary>
    private Change WholeRole(PlanContext context, RoleState role)
    {
        var stands = RoleSessionCutoff.Instant(role.Cutoff) is { } cut && cut >= (context.Finding.UpdatedAt ?? DateTimeOffset.MinValue);
        return Change(context, role, stands ? role.Cutoff : RoleSessionCutoff.IssuedBefore(context.Now + Margin)) with
        {
            Note = "Everybody who works with this role needs a new session; instances get theirs when their current credentials run out, or when they are restarted.",
        };
    }

    private Change OneSession(PlanContext context, RoleState role, string session) =>
        Change(context, role, RoleSessionCutoff.OfSession($"{role.RoleId}:{session}")) with
        {
            Note = $"Sessions named {session} stay denied, new ones too, until this is undone; other sessions of the role go on.",
        };

    private Change Change(PlanContext context, RoleState role, AttributeValue after) => new()
    {
        Step = Name,
        Attribute = nameof(RoleSessionCutoff),
        Target = RoleSessionCutoff.TargetOf(role.Name, context.ExecutionId),
        Before = role.Cutoff,
        After = after,
        Phase = Phase.Credentials,
    };

    private static IEnumerable<string> WholeRoleSurvivors =>
        ["Whoever may assume the role can get a new session a minute later: check the role's trust policy.", .. Always];

    private static IEnumerable<string> OneSessionSurvivors(bool isOwn) =>
    [
        .. isOwn
            ? (string[])["Other sessions of the role are not cut, also if the same attacker made them."]
            : ["Whoever may assume the role can choose another session name: use the scope role if that is the attacker.", "A function or task that works under this name is not stopped: it goes on running, and is denied too."],
        .. Always,
    ];

    private static IEnumerable<string> Always =>
        ["Sessions of other roles that were assumed with these sessions (role chaining) work until they expire.", "IAM changes can take a few minutes to be in force everywhere."];

    private static string? ProfileOf(string? arn) => arn?[(arn.LastIndexOf('/') + 1)..] is { } name && IamNames.IsInstanceProfileName(name) ? name : null;

    private static Task<IReadOnlyList<RoleState>> RolesOfAsync(ObserveContext context, string? profile, CancellationToken cancel) =>
        profile is null ? Task.FromResult<IReadOnlyList<RoleState>>([]) : RoleState.OfProfileAsync(context.Aws, profile, context.Plan.ExecutionId, cancel);

    private static ImmutableDictionary<string, string> TagsOf(Instance? instance) =>
        (instance?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);

    /// <summary>What was read.</summary>
    /// <param name="Roles">The role, that of the task, or those of the instance's profiles; empty when there is none.</param>
    /// <param name="Tags">Tags of the role, instance or task.</param>
    public sealed record Observed(ImmutableArray<RoleState> Roles, ImmutableDictionary<string, string> Tags)
    {
        /// <summary>The resource is an instance, and there is none.</summary>
        public bool IsMissing { get; init; }
    }
}
