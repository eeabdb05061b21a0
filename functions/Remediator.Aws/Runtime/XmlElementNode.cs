using System.Text;
using System.Xml;

namespace Amazon.Runtime.Generated;

/// <summary>A read-only XML element; attributes appear as children, as the AWS models treat them.</summary>
public sealed class XmlElementNode
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<XmlElementNode> _children = [];

    private static ReadOnlySpan<byte> Declaration => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"u8;

    private XmlElementNode(string name, string? value = null) => (Name, Value) = (name, value);

    public string Name { get; }

    /// <summary>The element's text; null where it holds elements.</summary>
    public string? Value { get; private set; }

    public IReadOnlyList<XmlElementNode> Children => _children;

    public XmlElementNode? Child(string name)
    {
        foreach (var child in _children)
            if (child.Name == name)
                return child;
        return null;
    }

    internal static XmlElementNode Parse(byte[] body)
    {
        if (body.Length == 0)
            return new XmlElementNode("");

        using var reader = Text(body) is { } text ? XmlReader.Create(new StringReader(text), Settings) : XmlReader.Create(new MemoryStream(body, writable: false), Settings);
        return reader.MoveToContent() == XmlNodeType.Element ? Read(reader) : new XmlElementNode("");
    }

    /// <summary>UTF-8, as AWS sends it, decoded here: for bytes the reader looks through the table of encodings, which a cold start would have to load.</summary>
    /// <returns>Null where the document is written otherwise: the reader finds out, and what is wrong.</returns>
    private static string? Text(byte[] body)
    {
        var start = body.AsSpan().StartsWith(Declaration) ? Declaration.Length : 0;
        if (start == 0 && body is not [(byte)'<', not (byte)'?' and not 0, ..])
            return null;
        try
        {
            return Strict.GetString(body.AsSpan(start));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static XmlElementNode Read(XmlReader reader)
    {
        var node = new XmlElementNode(reader.LocalName);
        var empty = reader.IsEmptyElement;
        node.ReadAttributes(reader);
        if (empty)
        {
            node.Value = "";
            reader.Read();
            return node;
        }

        var text = "";
        var elements = false;
        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                elements = true;
                node._children.Add(Read(reader));
                continue;
            }

            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                text += reader.Value;
            if (!reader.Read())
                break;
        }

        reader.Read();
        node.Value = elements ? null : text;
        return node;
    }

    private void ReadAttributes(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                _children.Add(new XmlElementNode(reader.Name, reader.Value));
        reader.MoveToElement();
    }
}
