using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Closes the public endpoint of an EKS cluster to all but known address ranges, or altogether.</summary>
/// <remarks>What asks the cluster's Kubernetes API, in this playbook or another, may need the endpoint to be read back and released: see docs/kubernetes.md.</remarks>
public sealed class CloseClusterEndpoint : Remediation<CloseClusterEndpointOptions, CloseClusterEndpoint.Observed>
{
    /// <summary>EKS's quota of ranges for one endpoint.</summary>
    private const int MostRanges = 40;

    public override string Name => "close-cluster-endpoint";

    public override string Summary => "Close the public endpoint of an EKS cluster to all but known address ranges, or altogether.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EksCluster];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ClusterEndpointAccess)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => CloseClusterEndpointJsonContext.Default.CloseClusterEndpointOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, CloseClusterEndpointOptions options, CancellationToken cancel)
    {
        var (_, unfit, cluster, tags) = await context.ClusterAsync(cancel).ConfigureAwait(false);
        return new Observed(unfit, unfit is null ? EndpointAccess.Of(cluster) : null, tags);
    }

    protected override TagReading Tags(Observed observed) => new TagReading.Known(observed.Tags);

    public override StepPlan Plan(PlanContext context, CloseClusterEndpointOptions options, Observed observed)
    {
        var cluster = context.Resource.Id;
        if ((KnownRanges.Fault(options.Allow) ?? observed.Unfit) is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var live = observed.Access!;
        var ranges = live.Public ? KnownRanges.Narrow(live.Ranges, options.Allow) : [];
        if (ranges.Count > MostRanges)
        {
            return new StepPlan.NotApplicable($"{ranges.Count} ranges would stay open, and EKS takes {MostRanges} at most (option allow)");
        }

        if (live is { Public: true, Private: false } && !options.TurnOnPrivateAccess)
        {
            return new StepPlan.NotApplicable($"private access of {cluster} is off, so that closing the public endpoint would cut its nodes off from their control plane (option turnOnPrivateAccess)");
        }

        var wanted = EndpointAccess.From(ranges.Count > 0, live.Private || live.Public, ranges);
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(ClusterEndpointAccess),
            Target = ClusterEndpointAccess.TargetOf(cluster),
            Before = live.ToValue(),
            After = wanted.ToValue(),
            Phase = Phase.Contain,
            Stage = 2,
            Note = live.Private ? null : "Private access is turned on as well: the nodes reach their control plane by it from now on.",
        };
        return new StepPlan.Planned([change], Survivors(live, wanted));
    }

    private static IEnumerable<string> Survivors(EndpointAccess live, EndpointAccess wanted)
    {
        yield return $"The cluster's credentials and bindings stay as they are: who stands in its VPC{(wanted.Public ? $" or in {string.Join(", ", wanted.Ranges)}" : "")} gets in as before.";
        if (live.Public)
        {
            yield return "People and pipelines elsewhere are shut out with the attacker until the release; EKS takes minutes for either.";
        }

        if (live is { Public: true, Private: false })
        {
            yield return "Private access works where the VPC has DNS host names and DNS resolution on, and the cluster's security group lets its clients in on port 443.";
        }
    }

    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    public sealed record Observed(string? Unfit, EndpointAccess? Access, ImmutableDictionary<string, string> Tags);
}
