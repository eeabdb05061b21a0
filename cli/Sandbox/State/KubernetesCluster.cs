using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Remediator.Cli.Sandbox.State;

/// <summary>An EKS cluster.</summary>
public sealed class KubernetesCluster
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string Endpoint { get; init; }

    public bool PublicAccess { get; set; } = true;

    public bool PrivateAccess { get; set; }

    public SortedSet<string> PublicRanges { get; set; } = new(StringComparer.Ordinal);

    /// <summary>"API", "API_AND_CONFIG_MAP" or "CONFIG_MAP".</summary>
    public string AuthenticationMode { get; init; } = "API";

    /// <summary>By principal ARN.</summary>
    public Table<ClusterEntry> AccessEntries { get; } = [];

    /// <summary>What its Kubernetes API holds, by path.</summary>
    public Table<KubernetesObject> Objects { get; } = [];

    public Tags Tags { get; init; } = [];

    /// <summary>"ACTIVE", "DELETING", ...; UPDATING goes by itself.</summary>
    public string Status { get; set; } = "ACTIVE";

    /// <summary>How long an update takes.</summary>
    [JsonIgnore]
    public TimeSpan UpdateTime { get; set; }

    [JsonIgnore]
    public DateTimeOffset UpdatingUntil { get; set; }

    /// <summary>What each update of the endpoint was asked for, by its id; the last one may still run.</summary>
    [JsonIgnore]
    public List<(string Id, JsonArray Params)> Updates { get; } = [];
}

/// <summary>A pod, node, network policy or binding.</summary>
public sealed class KubernetesObject
{
    public required JsonObject Body { get; init; }

    /// <summary>Another one after every change.</summary>
    [JsonIgnore]
    public int Version { get; set; }
}

/// <summary>An access entry of a cluster.</summary>
public sealed class ClusterEntry
{
    public required string Principal { get; init; }

    public string Type { get; init; } = "STANDARD";

    public required string User { get; init; }

    public SortedSet<string> Groups { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Policy ARNs, and the namespaces that each is for; none for the whole cluster.</summary>
    public Table<SortedSet<string>> Policies { get; } = [];

    public Tags Tags { get; init; } = [];
}
