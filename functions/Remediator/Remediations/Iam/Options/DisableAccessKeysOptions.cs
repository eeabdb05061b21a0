using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Remediations;

/// <summary>Options of disable-access-keys.</summary>
public sealed record DisableAccessKeysOptions
{
    /// <summary>Which long-lived keys are made Inactive.</summary>
    [Description("Which long-lived keys are made Inactive: the one in the finding (all where it names none), or all of the user.")]
    public KeySelection Keys { get; set; } = KeySelection.Finding;

    /// <summary>Whether the user is denied everything too, which is what stops temporary sessions and the console.</summary>
    [Description("Whether the user is denied everything too, which is what stops temporary sessions and the console.")]
    public bool DenyUser { get; set; } = true;
}

/// <summary>A choice among the keys of a user.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<KeySelection>))]
public enum KeySelection
{
    /// <summary>The key that the finding names; all of them where it names none.</summary>
    Finding,

    /// <summary>Every key of the user.</summary>
    All,
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DisableAccessKeysOptions))]
internal sealed partial class DisableAccessKeysJsonContext : JsonSerializerContext;
