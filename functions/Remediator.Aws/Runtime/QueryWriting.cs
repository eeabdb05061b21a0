using System.Globalization;

namespace Amazon.Runtime.Generated;

/// <summary>Members as form parameters, in the numbering of the query and EC2 protocols.</summary>
public static class QueryWriting
{
    public delegate void ItemWriter<in T>(IDictionary<string, string> parameters, string key, T item);

    public static void Add(IDictionary<string, string> parameters, string key, string? value)
    {
        if (value is not null)
            parameters.Add(key, value);
    }

    public static void AddStructure<T>(IDictionary<string, string> parameters, string key, T? value, ItemWriter<T> write)
        where T : class
    {
        if (value is not null)
            write(parameters, key, value);
    }

    /// <summary>EC2's lists and flattened ones: key.1, key.2; an empty list leaves no trace.</summary>
    public static void AddFlatList<T>(IDictionary<string, string> parameters, string key, List<T>? items, ItemWriter<T> write)
    {
        for (var i = 0; i < items?.Count; i++)
            write(parameters, key + "." + Number(i + 1), items[i]);
    }

    /// <summary>Lists of the query protocol: key.member.1; an empty one is sent as such.</summary>
    public static void AddList<T>(IDictionary<string, string> parameters, string key, string member, List<T>? items, ItemWriter<T> write)
    {
        if (items is { Count: 0 })
            parameters.Add(key, "");
        AddFlatList(parameters, key + "." + member, items, write);
    }

    public static void AddMap<T>(
        IDictionary<string, string> parameters, string key, string keyName, string valueName, Dictionary<string, T>? entries, ItemWriter<T> write)
    {
        var position = 0;
        foreach (var (name, value) in entries ?? [])
        {
            var entry = key + "." + Number(++position) + ".";
            parameters.Add(entry + keyName, name);
            write(parameters, entry + valueName, value);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
