using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Remediations;

/// <summary>Options of the remediations that end the sharing of a copy of data.</summary>
public sealed record UnshareOptions
{
    /// <summary>Who loses it.</summary>
    [Description("Who loses it: everybody, while accounts that it is shared with by name keep it, or all of them.")]
    public Unshared Whom { get; set; } = Unshared.Everybody;

    /// <summary>Accounts, or ARNs of an organization, that it stays shared with.</summary>
    [Description("Accounts, or ARNs of an organization, that it stays shared with.")]
    public ImmutableArray<string> Keep { get; set; } = [];
}

/// <summary>Who loses what was shared.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Unshared>))]
public enum Unshared
{
    /// <summary>Whoever has no name in the list.</summary>
    Everybody,

    /// <summary>Accounts and organizations too.</summary>
    All,
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(UnshareOptions))]
internal sealed partial class UnshareJsonContext : JsonSerializerContext;
