using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediator.Infra;

/// <summary>JSON as the dictionaries and arrays that pass through jsii.</summary>
internal static class JsiiJson
{
    public static Dictionary<string, object> Of(JsonObject json) =>
        json.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => Of(p.Value!), StringComparer.Ordinal);

    private static object Of(JsonNode node) => node switch
    {
        JsonObject json => Of(json),
        JsonArray array => array.Where(item => item is not null).Select(item => Of(item!)).ToArray(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.Number => node.GetValue<double>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => node.GetValue<string>(),
        },
    };
}
