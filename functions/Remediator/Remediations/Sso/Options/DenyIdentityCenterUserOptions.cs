using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of the step <c>deny-identity-center-user</c>.</summary>
public sealed record DenyIdentityCenterUserOptions
{
    /// <summary>Region of IAM Identity Center; null for the finding's.</summary>
    [Description("Region in which IAM Identity Center is. Default: the Region of the finding.")]
    [RegularExpression("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    public string? Region { get; set; }

    /// <summary>Denied on every resource; empty for everything.</summary>
    [Description("The only actions to deny, such as bedrock:InvokeModel*. Default: everything.")]
    public ImmutableArray<string> Actions { get; set; } = [];
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DenyIdentityCenterUserOptions))]
internal sealed partial class DenyIdentityCenterUserJsonContext : JsonSerializerContext;
