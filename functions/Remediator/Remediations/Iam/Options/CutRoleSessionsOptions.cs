using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Remediations;

/// <summary>Options of cut-role-sessions.</summary>
public sealed record CutRoleSessionsOptions
{
    /// <summary>Whose sessions are cut.</summary>
    [Description("Whose sessions: of the instance concerned or else of the role (auto), of the role, of the one session name, of the one instance.")]
    public SessionScope Scope { get; set; } = SessionScope.Auto;
}

/// <summary>Which sessions of a role.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SessionScope>))]
public enum SessionScope
{
    /// <summary>Those of the one instance where an instance is concerned; the whole role otherwise.</summary>
    Auto,

    /// <summary>Every session issued up to a minute after the response, whoever holds it.</summary>
    Role,

    /// <summary>The session name of the finding, now and later; whoever may assume the role can choose another.</summary>
    Session,

    /// <summary>The one instance, now and later; other instances with the role go on.</summary>
    Instance,
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CutRoleSessionsOptions))]
internal sealed partial class CutRoleSessionsJsonContext : JsonSerializerContext;
