using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Attributes.Ec2Support;
using Remediator.Planning;

namespace Remediator.Remediations.Blocking;

/// <summary>Options of the step <c>block-remote-ip</c>.</summary>
public sealed record BlockRemoteIpOptions
{
    /// <summary>Ranges that are never blocked.</summary>
    [Description("Ranges that are never blocked whatever a finding says (your offices, partners, scanners), as CIDR.")]
    public ImmutableSortedSet<string> Except { get; set; } = [];

    public bool Equals(BlockRemoteIpOptions? other) => other is not null && Except.SetEquals(other.Except);

    public override int GetHashCode() => Except.Count;
}

/// <summary>What the plan depends on.</summary>
/// <param name="State">EC2's word for the instance's state; null when there is none.</param>
/// <param name="Acls">The network ACLs of the subnets that the instance has interfaces in.</param>
/// <param name="Own">What of the account itself has one of the remote addresses, by address.</param>
public sealed record SubnetAcls(string? State, ImmutableArray<AclFacts> Acls, ImmutableDictionary<string, string> Tags, ImmutableDictionary<string, string> Own);

/// <param name="Denied">Values of the attribute <c>NetworkAclDeny</c>, by direction and remote address as its targets have them.</param>
/// <param name="Subnets">All that it is associated with: they are concerned too.</param>
public sealed record AclFacts(string Id, ImmutableDictionary<string, AttributeValue> Denied, ImmutableArray<string> Subnets, ImmutableDictionary<string, string> Tags);

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockRemoteIpOptions))]
internal sealed partial class BlockRemoteIpJsonContext : JsonSerializerContext;
