using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Runtime.Generated;

/// <summary>An answer as received: status, headers and the whole body, parsed when asked for.</summary>
public sealed class WireResponse : IDisposable
{
    private readonly IWebResponseData _data;
    private readonly byte[] _body;
    private JsonDocument? _document;
    private XmlElementNode? _xml;

    internal WireResponse(Stream body, IWebResponseData data)
    {
        _data = data;
        using var buffer = new MemoryStream();
        body.CopyTo(buffer);
        _body = buffer.ToArray();
    }

    public int StatusCode => (int)_data.StatusCode;

    public bool IsEmpty => _body.Length == 0;

    /// <summary>The body's root object; undefined when there is no body.</summary>
    public JsonElement Json => IsEmpty ? default : (_document ??= JsonDocument.Parse(_body)).RootElement;

    /// <summary>The body's root element; an empty element when there is no body.</summary>
    public XmlElementNode Xml => _xml ??= XmlElementNode.Parse(_body);

    public string? Text => IsEmpty ? null : Encoding.UTF8.GetString(_body);

    public MemoryStream? Blob => IsEmpty ? null : new(_body, writable: false);

    /// <summary>The element that holds an error's members: EC2, query and REST XML each wrap it differently.</summary>
    public XmlElementNode XmlError =>
        Xml.Child("Error") ?? Xml.Child("Errors")?.Child("Error") ?? Xml;

    /// <summary>The root element where the body was read as XML, which a blob's or a string's isn't.</summary>
    internal XmlElementNode? XmlIfRead => _xml;

    public string? Header(string name) => _data.IsHeaderPresent(name) ? _data.GetHeaderValue(name) : null;

    /// <summary>All headers whose names begin with the prefix, without it.</summary>
    public Dictionary<string, string>? HeadersWithPrefix(string prefix)
    {
        Dictionary<string, string>? found = null;
        foreach (var name in _data.GetHeaderNames())
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                (found ??= [])[name[prefix.Length..].ToLower(CultureInfo.InvariantCulture)] = _data.GetHeaderValue(name);
        return found;
    }

    public void Dispose() => _document?.Dispose();

    internal MemoryStream OpenBody() => new(_body, writable: false);
}
