using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of revoke-access-entry.</summary>
public sealed record RevokeAccessEntryOptions
{
    /// <summary>Whether the last administrator's entry may go.</summary>
    [Description("Whether the entry goes even where no other one has AmazonEKSClusterAdminPolicy: then nobody administers the cluster by an access entry.")]
    public bool LastAdministrator { get; set; }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RevokeAccessEntryOptions))]
internal sealed partial class RevokeAccessEntryJsonContext : JsonSerializerContext;
