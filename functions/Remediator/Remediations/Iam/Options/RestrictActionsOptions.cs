using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of restrict-actions.</summary>
public sealed record RestrictActionsOptions
{
    private static readonly ImmutableArray<string> ModelServices = ["bedrock:*", "bedrock-agentcore:*", "sagemaker:*"];

    /// <summary>The actions to deny on every resource: those of AWS's model services unless the playbook names others.</summary>
    [Description("The actions to deny on every resource, such as bedrock:InvokeModel*; those of AWS's model services unless named.")]
    public ImmutableArray<string> Actions { get; set; } = ModelServices;
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RestrictActionsOptions))]
internal sealed partial class RestrictActionsJsonContext : JsonSerializerContext;
