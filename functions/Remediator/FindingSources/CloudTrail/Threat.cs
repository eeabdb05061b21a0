using Remediator.Findings;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>An operation that is a threat in itself, or that can be one.</summary>
/// <param name="EventSource">CloudTrail's name of the service, such as <c>kms.amazonaws.com</c>.</param>
/// <param name="Operation">CloudTrail's event name.</param>
/// <param name="Service">The service in the finding's type.</param>
/// <param name="Summary">What it means, for people.</param>
internal sealed record Threat(string EventSource, string Operation, string Service, SeverityLabel Severity, string Summary)
{
    /// <summary>Which of its calls are meant; all of them when there is nothing to judge.</summary>
    public Func<CloudTrailCall, bool>? Only { get; init; }

    /// <summary>What follows the operation in the type, such as <c>.Public</c>, because other uses of it are none.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>The finding's type.</summary>
    public string Type => $"{Service}:{Operation}{Suffix}";

    /// <summary>What the call was done to.</summary>
    public Func<CloudTrailCall, FindingScope, IEnumerable<ResourceRef>> Resources { get; init; } = (_, scope) => [ThreatResources.Account(scope)];

    public bool Means(CloudTrailCall call) => Only is null || Only(call);
}
