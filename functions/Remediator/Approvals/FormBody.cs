namespace Remediator.Approvals;

/// <summary>Reads <c>application/x-www-form-urlencoded</c>, as forms, query strings and Slack have it.</summary>
internal static class FormBody
{
    /// <summary>The first of each name.</summary>
    public static Dictionary<string, string> Read(string? text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (text ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            fields.TryAdd(Decode(parts[0]), parts.Length > 1 ? Decode(parts[1]) : "");
        }

        return fields;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
