namespace Remediator.Tools.ClientGenerator.Services;

/// <summary>One service of an operations.json: what to generate, and where it deviates from the model.</summary>
public sealed record ServiceManifest
{
    /// <summary>The service's folder among the models, or a protocol test suite ("suite:ec2").</summary>
    public required string Model { get; init; }

    /// <summary>The official namespace, after "Amazon.".</summary>
    public required string Namespace { get; init; }

    /// <summary>The official client's name, without "Client".</summary>
    public required string Client { get; init; }

    /// <summary>The operations; empty means all of the model.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Structures that the official client shows as the value of their one member.</summary>
    public IReadOnlyDictionary<string, string> Unwrap { get; init; } = new Dictionary<string, string>();

    /// <summary>Operations whose response holds the output as one property of this name.</summary>
    public IReadOnlyDictionary<string, string> WrapResults { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> RenameShapes { get; init; } = new Dictionary<string, string>();

    /// <summary>By shape: the member's name in the model, and the official property's.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> RenameMembers { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>By shape: the only members, or values of an enumeration, to generate.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Keep { get; init; } = new Dictionary<string, HashSet<string>>();

    /// <summary>By shape: members that the official client leaves out.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Drop { get; init; } = new Dictionary<string, HashSet<string>>();

    /// <summary>The only exceptions to generate, because somebody catches them; null for all. Any other error is the service's own exception, with its code.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>Where the service deviates from the standard endpoint rule.</summary>
    public IReadOnlyList<EndpointManifest> Endpoints { get; init; } = [];
}
