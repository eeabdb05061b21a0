using System.Text.Json;
using System.Text.Json.Serialization;

namespace Remediator.Tools.ClientGenerator.Services;

/// <summary>An operations.json.</summary>
/// <param name="Botocore">The version whose models the committed clients come from: another one's may differ.</param>
public sealed record Manifest(string Botocore, IReadOnlyList<ServiceManifest> Services)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static Manifest Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllText(file), Options)!;
        }
        catch (JsonException fault)
        {
            throw new GeneratorException($"{file}: {fault.Message}");
        }
    }
}
