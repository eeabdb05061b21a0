using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Remediations.Ports;

/// <summary>Options of the step <c>close-exposed-port</c>.</summary>
public sealed record CloseExposedPortOptions
{
    /// <summary>The ports to close.</summary>
    [Description("The ports to close to everybody; at least one, such as [22, 3389], unless 'probed' is set.")]
    public ImmutableArray<int> Ports { get; set; } = [];

    /// <summary>Whether the finding's own ports are closed.</summary>
    [Description("Close the ports that the finding says were probed or attacked, instead of 'ports'; none where it names none.")]
    public bool Probed { get; set; }

    /// <summary>Ports that no finding closes.</summary>
    [Description("Ports that stay open although the finding names them, such as [80, 443].")]
    public ImmutableArray<int> Keep { get; set; } = [];

    /// <summary>tcp or udp.</summary>
    [Description("The protocol of the ports.")]
    [RegularExpression("^(tcp|udp)$")]
    public string Protocol { get; set; } = "tcp";

    /// <summary>What becomes of a rule that opens more than these ports.</summary>
    [Description("A rule that opens a range of ports, or all traffic: split it so that its other ports stay open, or remove it.")]
    public WideRule Ranges { get; set; } = WideRule.Split;

    /// <summary>Who gets the ports instead of everybody.</summary>
    [Description("Address ranges (CIDR) that the ports are opened to instead, where they were open to everybody.")]
    public ImmutableArray<string> Allow { get; set; } = [];

    public bool Equals(CloseExposedPortOptions? other) =>
        other is not null && Protocol == other.Protocol && Ranges == other.Ranges && Probed == other.Probed && Ports.SequenceEqual(other.Ports) && Keep.SequenceEqual(other.Keep) && Allow.SequenceEqual(other.Allow);

    public override int GetHashCode() => HashCode.Combine(Protocol, Ranges, Ports.Length, Allow.Length);
}

/// <summary>A rule that opens more than the port that is to be closed.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<WideRule>))]
public enum WideRule
{
    /// <summary>Its other ports stay open.</summary>
    Split,

    /// <summary>All of it goes.</summary>
    Remove,
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CloseExposedPortOptions))]
internal sealed partial class CloseExposedPortJsonContext : JsonSerializerContext;
