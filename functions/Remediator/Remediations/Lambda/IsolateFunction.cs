using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Keeps a function from running: no concurrency, no event sources, nobody from outside, and no use for the credentials that it had.</summary>
/// <remarks>
/// Lambda ends no invocation that runs, so what it already holds is its role's session, whose name is the function's: that one is
/// cut, and other functions with the same role go on.
/// </remarks>
public sealed class IsolateFunction : Remediation<IsolateFunctionOptions, FunctionState>
{
    public override string Name => "isolate-function";

    public override string Summary => "Keep a Lambda function from running, and cut its role's sessions.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Function];

    public override IReadOnlyList<string> Attributes { get; } =
        [nameof(FunctionConcurrency), nameof(EventSourceState), nameof(FunctionStatement), nameof(RoleSessionCutoff)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
    [
        new("lambda:GetFunctionConfiguration", FunctionArns.Function), new("lambda:ListTags", FunctionArns.Function), new("lambda:ListEventSourceMappings"),
        .. IamArns.OnRole("iam:GetRole"),
    ];

    public override JsonTypeInfo OptionsInfo => IsolateFunctionJsonContext.Default.IsolateFunctionOptions;

    protected override Task<FunctionState> ReadAsync(ObserveContext context, IsolateFunctionOptions options, CancellationToken cancel) => FunctionState.ReadAsync(context, options, cancel);

    protected override TagReading Tags(FunctionState observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, IsolateFunctionOptions options, FunctionState observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        if (IamNames.AssumedRole(context.Resource.Detail(ResourceDetails.PrincipalId)) is { } session && session.RoleId != observed.RoleId)
        {
            return new StepPlan.NotApplicable($"the function {observed.Name} does not work with the role of the finding's session ({session.RoleId}), which only bears its name: it is not stopped");
        }

        List<Change> changes = [Stop(observed)];
        var survivors = new List<string> { "Invocations that run go on to their end, at most 15 minutes.", "Asynchronous events wait up to six hours, and are dropped then." };
        changes.AddRange(observed.EventSources.Where(s => s.State is not "Deleting").Select(Disable));
        if (options.PublicStatements)
        {
            var open = observed.Statements.Where(IsOpen).ToList();
            changes.AddRange(open.Where(FunctionStatement.IsRestorable).Select(s => Remove(observed, s)));
            survivors.AddRange(open.Where(s => !FunctionStatement.IsRestorable(s)).Select(s => $"The statement {s["Sid"]} of its policy lets everybody in and could not be put back exactly: it stays, and invokes nothing while the concurrency is 0."));
        }

        Cut(context, options, observed, changes, survivors);
        return new StepPlan.Planned(changes, survivors);
    }

    private void Cut(PlanContext context, IsolateFunctionOptions options, FunctionState observed, List<Change> changes, List<string> survivors)
    {
        var role = observed.Role;
        var spared = options.Sessions == FunctionSessions.None ? "the playbook says so"
            : role is null ? "it has no role in this account"
            : role.Unmodifiable ?? (SafetyGate.Carried(context.ProtectedTags, role.Tags) is { } tag ? $"the role {role.Name} is protected by its tag {tag}" : null);
        if (spared is not null)
        {
            survivors.Add($"The sessions of its role are not cut: {spared}.");
            return;
        }

        var whole = options.Sessions == FunctionSessions.Role;
        var stands = RoleSessionCutoff.Instant(role!.Cutoff) is { } cut && cut >= (context.Finding.UpdatedAt ?? DateTimeOffset.MinValue);
        changes.Add(new Change
        {
            Step = Name,
            Attribute = nameof(RoleSessionCutoff),
            Target = RoleSessionCutoff.TargetOf(role.Name, context.ExecutionId),
            Before = role.Cutoff,
            After = !whole ? RoleSessionCutoff.OfSession($"{role.RoleId}:{observed.Name}")
                : stands ? role.Cutoff : RoleSessionCutoff.IssuedBefore(context.Now + CutRoleSessions.Margin),
            Phase = Phase.Credentials,
            Note = whole ? "Everything that works with this role needs a new session." : "Sessions of this function stay denied until this is undone; other functions with the role go on.",
        });
        survivors.Add("Sessions of other roles that were assumed with these sessions (role chaining) work until they expire.");
        survivors.Add("IAM changes can take a few minutes to be in force everywhere.");
    }

    /// <summary>Everybody may invoke it: no condition, or only that of a function URL without authentication.</summary>
    private static bool IsOpen(JsonObject statement) =>
        FunctionStatement.IsRestorable(statement) || PublicStatements.In(AttributeValue.Of(new JsonObject { ["Statement"] = statement.DeepClone() })).Count > 0;

    private Change Stop(FunctionState function) => Contain(nameof(FunctionConcurrency), FunctionArns.TargetOf(function.Name), function.Concurrency, FunctionConcurrency.None);

    private Change Disable((string Id, string State) source) =>
        Contain(nameof(EventSourceState), EventSourceState.TargetOf(source.Id), source.State is "Disabled" or "Disabling" ? EventSourceState.Disabled : EventSourceState.Enabled, EventSourceState.Disabled);

    private Change Remove(FunctionState function, JsonObject statement) =>
        Contain(nameof(FunctionStatement), FunctionStatement.TargetOf(function.Name, statement["Sid"]!.ToString()), AttributeValue.Of(statement.DeepClone()), AttributeValue.Absent);

    private Change Contain(string attribute, Target target, AttributeValue before, AttributeValue after) =>
        new() { Step = Name, Attribute = attribute, Target = target, Before = before, After = after, Phase = Phase.Contain };

    protected override IEnumerable<TouchedResource> Touched(FunctionState observed) =>
        observed.Role is { } role ? [new TouchedResource(ResourceKinds.Role, role.Name, role.Tags)] : [];
}
