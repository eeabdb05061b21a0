using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Execution.Kubernetes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>What the network policy <c>remediator-quarantine</c> of a namespace says; absent when there is none.</summary>
/// <remarks>The target's id is <c>cluster/namespace</c>.</remarks>
public sealed class QuarantineNetworkPolicy : ResourceAttribute
{
    public const string PolicyName = "remediator-quarantine";

    /// <summary>Pods with the label talk to nobody. https://kubernetes.io/docs/concepts/services-networking/network-policies/</summary>
    public static AttributeValue DenyAll { get; } = AttributeValue.Of(new JsonObject
    {
        ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [PodLabels.Quarantine] = "true" } },
        ["policyTypes"] = new JsonArray("Ingress", "Egress"),
    });

    public override string Label => "quarantine network policy";

    public override IReadOnlyList<Permission> ReadPermissions => KubernetesNames.Permissions;

    public override IReadOnlyList<Permission> WritePermissions => KubernetesNames.Permissions;

    public static Target TargetOf(string cluster, string space) => new(KubernetesNames.NetworkPolicy, $"{cluster}/{space}");

    public static AttributeValue Of(JsonObject? policy) => policy is null ? AttributeValue.Absent : AttributeValue.Of(policy["spec"]?.DeepClone() ?? new JsonObject());

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var parts = KubernetesNames.Split(target, 2);
        return Of(await KubernetesApi.Of(aws, parts[0]).FindAsync(KubernetesNames.PolicyPath(parts[1], PolicyName), cancel).ConfigureAwait(false));
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var parts = KubernetesNames.Split(request.Target, 2);
        var (api, path) = (KubernetesApi.Of(aws, parts[0]), KubernetesNames.PolicyPath(parts[1], PolicyName));
        if (request.Wanted == DenyAll)
        {
            await api.CreateAsync(KubernetesNames.PolicyPath(parts[1]), Made(request.ExecutionId), cancel).ConfigureAwait(false);
            return;
        }

        if (!request.Wanted.IsAbsent)
        {
            throw new InvalidOperationException("no plan writes another policy");
        }

        var live = await api.FindAsync(path, cancel).ConfigureAwait(false);
        if (live is not null && (Of(live) != request.Current || !await api.DeleteAsync(path, live, cancel).ConfigureAwait(false)))
        {
            throw new RemediationException($"{request.Target} was changed by somebody else in the meantime");
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "none" : value == DenyAll ? "nothing in and nothing out for quarantined pods" : value.ToString();

    private static JsonObject Made(string execution) => new()
    {
        ["apiVersion"] = "networking.k8s.io/v1",
        ["kind"] = "NetworkPolicy",
        ["metadata"] = new JsonObject
        {
            ["name"] = PolicyName,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "remediator" },
            ["annotations"] = new JsonObject { ["remediator/execution"] = execution },
        },
        ["spec"] = DenyAll.ToNode(),
    };
}
