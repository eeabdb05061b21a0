using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>The stored form of controls.</summary>
public static class ControlJson
{
    public static string Write(Control control) => JsonSerializer.Serialize(control, ControlJsonContext.Default.Control);

    /// <exception cref="JsonException">The text is no control that this version knows: then the controls are unknown, not fewer.</exception>
    public static Control Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ControlJsonContext.Default.Control) ?? throw new JsonException("a control is missing");
        }
        catch (NotSupportedException e)
        {
            throw new JsonException("a control lacks its kind", e);
        }
    }
}

/// <summary>What a folder keeps of the controls.</summary>
internal sealed record StoredControls(
    [property: JsonRequired] ImmutableArray<Control> Controls,
    [property: JsonRequired] ImmutableArray<ControlEvent> History);

/// <summary>What a folder keeps of one window of a budget, for one account or Region.</summary>
/// <param name="Places">How many each execution, or plan, has taken.</param>
/// <param name="Told">The execution that tells people that the window is full.</param>
internal sealed record StoredBudget(string Budget, string Place, DateTimeOffset From, [property: JsonRequired] ImmutableDictionary<string, int> Places, string? Told = null)
{
    public int Used => Places.Values.Sum();

    public static IReadOnlyList<(string Place, int Used)> List(IEnumerable<StoredBudget> windows, string budget, DateTimeOffset from) =>
        [.. windows.Where(w => w.Budget == budget && w.From == from).OrderBy(w => w.Place, StringComparer.Ordinal).Select(w => (w.Place, w.Used))];
}

/// <summary>Serializers written at build time: what trimming and Native AOT need.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter)])]
[JsonSerializable(typeof(Control))]
[JsonSerializable(typeof(ControlEvent))]
[JsonSerializable(typeof(StoredControls))]
[JsonSerializable(typeof(StoredBudget))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
