using System.Text.Json;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>The top-level scalars of a JSON call as parameters, so that every protocol reads alike.</summary>
internal static class JsonParameters
{
    public static Dictionary<string, string> Flatten(byte[] body)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.Length > 0)
        {
            using var document = JsonDocument.Parse(body);
            foreach (var member in document.RootElement.EnumerateObject().Where(m => m.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
            {
                values[member.Name] = member.Value.ToString();
            }
        }

        return values;
    }
}
