using System.Collections.Immutable;

namespace Remediator.Findings;

/// <summary>Who or what acted, as far as the finding says.</summary>
/// <param name="RemoteIp">The remote IP address, IPv4 or IPv6.</param>
/// <param name="Country">Country name of the address.</param>
/// <param name="Organization">Owner of the address's network (ASN organisation).</param>
/// <param name="Domain">The domain name that was looked up.</param>
/// <param name="Principal">User name or ARN of the calling principal.</param>
/// <param name="Api">The API that was called, as service:operation.</param>
public sealed record Actor(
    string? RemoteIp = null,
    string? Country = null,
    string? Organization = null,
    string? Domain = null,
    string? Principal = null,
    string? Api = null)
{
    /// <summary>The caller gave no credentials, so there are none to take from it.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>More remote addresses, where several probed the resource.</summary>
    /// <remarks>Arrays are equal when they are the same one, so that all empty ones are.</remarks>
    public ImmutableArray<string> OtherIps { get; init => field = value.IsEmpty ? [] : value; } = [];

    /// <summary>The ports of the resource that were probed, or to which the connection was opened from outside.</summary>
    public ImmutableArray<int> Ports { get; init => field = value.IsEmpty ? [] : value; } = [];
}
