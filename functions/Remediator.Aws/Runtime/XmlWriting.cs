using System.Xml;

namespace Amazon.Runtime.Generated;

/// <summary>Members as XML elements; a null member leaves no trace.</summary>
public static class XmlWriting
{
    public static void Text(XmlWriter writer, string name, string? value, string? prefix = null, string? xmlNamespace = null)
    {
        if (value is not null)
            Element(writer, name, value, static (w, text) => w.WriteString(text), prefix, xmlNamespace);
    }

    public static void Attribute(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteAttributeString(name, value);
    }

    public static void Element<T>(
        XmlWriter writer, string name, T? value, Action<XmlWriter, T> write, string? prefix = null, string? xmlNamespace = null)
        where T : class
    {
        if (value is null)
            return;
        Start(writer, name, prefix, xmlNamespace);
        write(writer, value);
        writer.WriteEndElement();
    }

    /// <summary>A list's items, one element each.</summary>
    public static void Items<T>(XmlWriter writer, string name, List<T>? items, Action<XmlWriter, T> write, string? prefix = null, string? xmlNamespace = null)
    {
        foreach (var item in items ?? [])
        {
            Start(writer, name, prefix, xmlNamespace);
            write(writer, item);
            writer.WriteEndElement();
        }
    }

    /// <summary>A map's entries: an element each, holding the key and the value.</summary>
    public static void Entries<T>(
        XmlWriter writer, string name, XmlName key, XmlName value, Dictionary<string, T>? entries, Action<XmlWriter, T> write)
    {
        foreach (var (entryKey, entryValue) in entries ?? [])
        {
            writer.WriteStartElement(name);
            Text(writer, key.Name, entryKey, key.Prefix, key.XmlNamespace);
            Start(writer, value.Name, value.Prefix, value.XmlNamespace);
            write(writer, entryValue);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
    }

    /// <summary>Opens an element; one without a namespace of its own is in its parent's.</summary>
    public static void Start(XmlWriter writer, string name, string? prefix = null, string? xmlNamespace = null)
    {
        if (xmlNamespace is not null && prefix is null)
        {
            writer.WriteStartElement(name, xmlNamespace);
            return;
        }

        writer.WriteStartElement(name);
        if (prefix is not null)
            writer.WriteAttributeString("xmlns", prefix, null, xmlNamespace);
    }
}
