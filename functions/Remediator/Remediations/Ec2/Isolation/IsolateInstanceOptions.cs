using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Remediations.Isolation;

/// <summary>Options of the step <c>isolate-instance</c>.</summary>
public sealed record IsolateInstanceOptions
{
    /// <summary>What happens to connections that are open already.</summary>
    [Description("Connections that are open already: keep them, or cut those over public IPv4 addresses by taking the addresses away, and let idle ones be forgotten after a minute.")]
    public OpenFlows Flows { get; set; } = OpenFlows.Keep;
}

/// <summary>Changing security groups does not end connections that EC2 already tracks.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<OpenFlows>))]
public enum OpenFlows
{
    /// <summary>They end by themselves; the public addresses stay.</summary>
    Keep,

    /// <summary>Those over public IPv4 addresses end at once, because the addresses are taken away.</summary>
    Cut,
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IsolateInstanceOptions))]
internal sealed partial class IsolateInstanceJsonContext : JsonSerializerContext;
