namespace Amazon.Runtime.Generated;

/// <summary>XML elements back to members; an absent element is null.</summary>
public static class XmlReading
{
    /// <summary>The children of an element; none where there is no element.</summary>
    public static IReadOnlyList<XmlElementNode> Members(XmlElementNode? node) => node?.Children ?? [];

    public static string? String(XmlElementNode? node) => node is null ? null : node.Value ?? "";

    public static bool? Boolean(XmlElementNode? node) => WireValue.Boolean(node?.Value);

    public static int? Integer(XmlElementNode? node) => WireValue.Integer(node?.Value);

    public static long? Long(XmlElementNode? node) => WireValue.Long(node?.Value);

    public static float? Float(XmlElementNode? node) => WireValue.Float(node?.Value);

    public static double? Double(XmlElementNode? node) => WireValue.Double(node?.Value);

    public static DateTime? Timestamp(XmlElementNode? node) => WireValue.Timestamp(node?.Value);

    public static MemoryStream? Blob(XmlElementNode? node) => WireValue.Blob(node?.Value);

    public static List<T> List<T>(XmlElementNode node, string itemName, Func<XmlElementNode, T> read)
    {
        var items = new List<T>(node.Children.Count);
        foreach (var child in node.Children)
            if (child.Name == itemName)
                items.Add(read(child));
        return items;
    }

    /// <summary>A flattened list has no element of its own: each item is met alone.</summary>
    public static List<T> Append<T>(List<T>? items, T item)
    {
        items ??= [];
        items.Add(item);
        return items;
    }

    public static Dictionary<string, T> Map<T>(XmlElementNode node, string keyName, string valueName, Func<XmlElementNode, T> read)
    {
        var entries = new Dictionary<string, T>();
        foreach (var child in node.Children)
            AppendEntry(entries, child, keyName, valueName, read);
        return entries;
    }

    /// <summary>A flattened map has no element of its own: each entry is met alone.</summary>
    public static Dictionary<string, T> AppendEntry<T>(
        Dictionary<string, T>? entries, XmlElementNode entry, string keyName, string valueName, Func<XmlElementNode, T> read)
    {
        entries ??= [];
        if (entry.Child(keyName)?.Value is { } key && entry.Child(valueName) is { } value)
            entries[key] = read(value);
        return entries;
    }
}
