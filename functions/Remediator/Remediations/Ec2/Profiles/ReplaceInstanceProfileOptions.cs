using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Planning;

namespace Remediator.Remediations.Profiles;

/// <summary>Options of the step <c>replace-instance-profile</c>.</summary>
public sealed record ReplaceInstanceProfileOptions
{
    /// <summary>Name of the profile that takes its place; none when not given.</summary>
    [Description("Name, with its path if it has one, of the instance profile to put in its place (one that denies everything, or allows Systems Manager only). When not given the instance is left without a profile.")]
    [RegularExpression(@"^([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,128}$")]
    public string? With { get; set; }
}

/// <summary>What the plan depends on.</summary>
/// <param name="State">EC2's word; null when there is no such instance.</param>
/// <param name="Profile">Value of the attribute <c>InstanceProfileAttachment</c>.</param>
public sealed record ProfiledInstance(string? State, AttributeValue Profile, ImmutableDictionary<string, string> Tags);

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ReplaceInstanceProfileOptions))]
internal sealed partial class ReplaceInstanceProfileJsonContext : JsonSerializerContext;
