using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Planning;

namespace Remediator.Playbooks;

/// <summary>Checked playbooks as one JSON document, deployed with the functions: no YAML is read at a cold start.</summary>
/// <remarks>Canonical: the same playbooks give the same bytes, so that a deployment changes only when a playbook does.</remarks>
public static class PlaybookBundle
{
    /// <summary>Name of the file beside the functions.</summary>
    public const string FileName = "playbooks.json";

    public static string Write(IEnumerable<Playbook> playbooks) =>
        AttributeValue.Of(JsonSerializer.SerializeToNode([.. playbooks.OrderBy(p => p.Id, StringComparer.Ordinal)], PlaybookBundleJson.Default.ImmutableArrayPlaybook)).Json!;

    /// <exception cref="JsonException">The text is no bundle.</exception>
    public static ImmutableArray<Playbook> Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Read(string)"/>
    public static ImmutableArray<Playbook> Read(ReadOnlySpan<byte> utf8)
    {
        // The options of the steps go on living in the document.
        var reader = new Utf8JsonReader(utf8);
        return PlaybookBundleReading.Read(JsonElement.ParseValue(ref reader));
    }

    /// <summary>Twelve hex digits over everything that the playbook says; its tests and comments are not part of it.</summary>
    public static string VersionOf(Playbook playbook)
    {
        var content = JsonSerializer.SerializeToNode(playbook with { Version = "" }, PlaybookBundleJson.Default.Playbook);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AttributeValue.Of(content).Json!)))[..12];
    }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KebabCaseEnumConverter<PlaybookMode>), typeof(KebabCaseEnumConverter<ExpiryDefault>), typeof(KebabCaseEnumConverter<Findings.SeverityLabel>), typeof(KebabCaseEnumConverter<Findings.ResourceRole>), typeof(KebabCaseEnumConverter<DirectionCondition>), typeof(KebabCaseEnumConverter<Findings.Involvement>)])]
[JsonSerializable(typeof(ImmutableArray<Playbook>))]
internal sealed partial class PlaybookBundleJson : JsonSerializerContext;
