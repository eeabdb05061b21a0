using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Execution.Kubernetes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes callers who are nobody out of the bindings of an EKS cluster; other subjects of the same bindings stay.</summary>
public sealed class RemoveAnonymousBindings : Remediation<NoOptions, RemoveAnonymousBindings.Observed>
{
    /// <summary>Kubernetes' own binding, by which everybody may read the version: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles.</summary>
    private const string Default = "system:public-info-viewer";

    /// <summary>So many at once; who made more has left them for the next delivery of the finding.</summary>
    private const int Most = 50;

    public override string Name => "remove-anonymous-bindings";

    public override string Summary => "Take anonymous and unauthenticated callers out of the role bindings of an EKS cluster.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EksCluster];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(BindingSubjects)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var (_, unfit, cluster, tags) = await context.ClusterAsync(cancel).ConfigureAwait(false);
        if (unfit is not null)
        {
            return new Observed(unfit, [], tags);
        }

        var api = KubernetesApi.Of(context.Aws, cluster);
        var ofCluster = api.ListAsync(KubernetesNames.BindingsPath(ofCluster: true), cancel);
        var ofNamespaces = api.ListAsync(KubernetesNames.BindingsPath(ofCluster: false), cancel);
        await Task.WhenAll(ofCluster, ofNamespaces).ConfigureAwait(false);
        return new Observed(null, [.. ofCluster.Result.Where(b => IsOpen(b) && !IsDefault(b)), .. ofNamespaces.Result.Where(IsOpen)], tags);
    }

    /// <remarks>Of the cluster: whoever made a binding has chosen its labels.</remarks>
    protected override TagReading Tags(Observed observed) => new TagReading.Known(observed.Tags);

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var named = observed.Bindings.Where(b => KubernetesNames.IsName(NameOf(b)) && (Space(b) is not { } space || KubernetesNames.IsName(space))).ToList();
        return named.Count == 0
            ? new StepPlan.NotApplicable($"no binding of {context.Resource.Id} but Kubernetes' own {Default} is for anonymous or unauthenticated callers")
            : new StepPlan.Planned(named.Take(Most).Select(b => Remove(context.Resource.Id, b)), Survivors(named.Count));
    }

    private Change Remove(string cluster, JsonObject binding) => new()
    {
        Step = Name,
        Attribute = nameof(BindingSubjects),
        Target = BindingSubjects.TargetOf(cluster, Space(binding), NameOf(binding)!),
        Before = BindingSubjects.Of(binding),
        After = AttributeValue.Of(new JsonArray([.. ((JsonArray)binding["subjects"]!).Where(s => !BindingSubjects.IsAnonymous(s)).Select(s => s?.DeepClone())])),
        Phase = Phase.Contain,
        Note = $"It gave the {KubernetesNames.Text(binding["roleRef"]?["kind"])} {KubernetesNames.Text(binding["roleRef"]?["name"])}.",
    };

    private static IEnumerable<string> Survivors(int count)
    {
        yield return $"Kubernetes' own binding {Default} stays: by it everybody may read the version and the health of the API server.";
        yield return "What was done through the bindings meanwhile is still there: workloads, service account tokens, other bindings.";
        if (count > Most)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{count - Most} more bindings were left for another finding: no more than {Most} are changed at once.");
        }
    }

    private static bool IsOpen(JsonObject binding) => binding["subjects"] is JsonArray subjects && subjects.Any(BindingSubjects.IsAnonymous);

    private static bool IsDefault(JsonObject binding) => NameOf(binding) == Default && KubernetesNames.Text(binding["roleRef"]?["name"]) == Default;

    private static string? NameOf(JsonObject binding) => KubernetesNames.Text(binding["metadata"]?["name"]);

    private static string? Space(JsonObject binding) => KubernetesNames.Text(binding["metadata"]?["namespace"]);

    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Bindings">Those that are for callers who are nobody.</param>
    public sealed record Observed(string? Unfit, ImmutableArray<JsonObject> Bindings, ImmutableDictionary<string, string> Tags);
}
