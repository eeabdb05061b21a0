using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>One resource of a Security Hub finding, whichever of the two formats it came in.</summary>
/// <param name="Resource">What it is; for an access key its key.</param>
/// <param name="Principal">Whose access key it is; null for anything else.</param>
/// <param name="IsActor">The finding says that it acted and is not what the finding is about.</param>
internal sealed record HubResource(ResourceRef Resource, Principal? Principal, bool IsActor)
{
    public string Kind => Resource.Kind;

    /// <summary>Images of its containers, as the finding names them.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>As it stands, for findings that are about all of their resources.</summary>
    public ResourceRef AsListed() => IsActor ? Resource with { Involvement = Involvement.Actor } : Resource;

    /// <summary>The details that GuardDuty gives to a resource which runs on an instance.</summary>
    public ResourceRef On(ResourceRef? host) =>
        host is null ? Resource : Resource with { Details = Resource.Details.SetItem(ResourceDetails.HostInstanceId, host.Id) };
}
