namespace Amazon.Runtime.Generated;

/// <summary>Lists in one header: comma-separated, quoted where an item holds a comma or a quote.</summary>
public static class HeaderList
{
    public static string? Join<T>(List<T>? items, Func<T, string?> text) =>
        items is null ? null : string.Join(", ", items.Select(text));

    public static string? JoinQuoted(List<string>? items) =>
        items is null ? null : string.Join(", ", items.Select(Quote));

    public static List<T>? Split<T>(string? header, Func<string, T> read) =>
        header is null ? null : [.. Items(header).Select(read)];

    /// <summary>RFC 822 dates hold one comma each, so that every second comma separates.</summary>
    public static List<DateTime>? SplitDates(string? header)
    {
        if (header is null)
            return null;
        var parts = header.Split(',');
        if (!header.Contains("GMT", StringComparison.Ordinal))
            return [.. parts.Select(static part => WireValue.Timestamp(part.Trim())!.Value)];
        var dates = new List<DateTime>();
        for (var i = 0; i + 1 < parts.Length; i += 2)
            dates.Add(WireValue.Timestamp(parts[i].Trim() + "," + parts[i + 1])!.Value);
        return dates;
    }

    private static string Quote(string item) =>
        item.AsSpan().IndexOfAny(',', '"') < 0
            ? item
            : "\"" + item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static IEnumerable<string> Items(string header)
    {
        var item = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < header.Length; i++)
        {
            var c = header[i];
            if (c == '\\' && quoted && i + 1 < header.Length)
                item.Append(header[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                yield return item.ToString().Trim();
                item.Clear();
            }
            else
                item.Append(c);
        }

        yield return item.ToString().Trim();
    }
}
