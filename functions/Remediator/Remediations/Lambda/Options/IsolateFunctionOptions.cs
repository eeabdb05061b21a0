using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Remediations;

/// <summary>Options of isolate-function; its concurrency becomes 0 in any case.</summary>
public sealed record IsolateFunctionOptions
{
    /// <summary>Whether the function's event source mappings are disabled, so that queues and streams keep what they hold.</summary>
    [Description("Whether the function's event source mappings are disabled, so that queues and streams keep what they hold.")]
    public bool EventSources { get; set; } = true;

    /// <summary>Whether statements of its policy that let everybody invoke it are removed.</summary>
    [Description("Whether statements of its policy that let everybody invoke it are removed.")]
    public bool PublicStatements { get; set; } = true;

    /// <summary>Whose sessions of the function's role are cut.</summary>
    [Description("Whose sessions of the function's role are cut: those of this function (function), all of the role (role), nobody's (none).")]
    public FunctionSessions Sessions { get; set; } = FunctionSessions.Function;
}

/// <summary>Which sessions of a function's role.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FunctionSessions>))]
public enum FunctionSessions
{
    /// <summary>Those of this function, by their session name, which is the function's; other functions with the role go on.</summary>
    Function,

    /// <summary>Every session of the role issued up to a minute after the response.</summary>
    Role,

    None,
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IsolateFunctionOptions))]
internal sealed partial class IsolateFunctionJsonContext : JsonSerializerContext;
