using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Amazon.Runtime.Generated;

/// <summary>Starts a request in the shape that its protocol asks for, and opens and closes its body.</summary>
public static class RequestFactory
{
    /// <summary>A form: everything travels as parameters in the body.</summary>
    public static IRequest Query(AmazonWebServiceRequest request, string service, string action, string version)
    {
        var wire = new DefaultRequest(request, service) { HttpMethod = "POST" };
        wire.Parameters.Add("Action", action);
        wire.Parameters.Add("Version", version);
        return wire;
    }

    public static IRequest CompleteQuery(IRequest wire)
    {
        wire.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(wire);
        return wire;
    }

    public static IRequest Rest(AmazonWebServiceRequest request, string service, string method, string path, string version)
    {
        var wire = new DefaultRequest(request, service) { HttpMethod = method, ResourcePath = path };
        wire.Headers["x-amz-api-version"] = version;
        return wire;
    }

    /// <summary>JSON-RPC: always POST to the root, with the operation in a header.</summary>
    public static IRequest JsonRpc(AmazonWebServiceRequest request, string service, string target, string version)
    {
        var wire = Rest(request, service, "POST", "/", version);
        wire.Headers["X-Amz-Target"] = target;
        return wire;
    }

    public static Utf8JsonWriter JsonBody(IRequest wire, string contentType)
    {
        var body = new PooledContentStream();
        wire.ContentStream = body;
        wire.Headers["Content-Type"] = contentType;
        return new Utf8JsonWriter((IBufferWriter<byte>)body.BufferWriter);
    }

    public static XmlWriter XmlBody(IRequest wire)
    {
        var body = new PooledContentStream();
        wire.ContentStream = body;
        SetHeader(wire, "Content-Type", "application/xml");
        return XmlWriter.Create(
            new XMLEncodedBufferTextWriter(body.BufferWriter),
            new XmlWriterSettings { Encoding = Encoding.UTF8, OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize });
    }

    public static void RawBody(IRequest wire, MemoryStream? content, string contentType)
    {
        if (content is null)
            return;
        wire.ContentStream = content;
        if (!wire.Headers.ContainsKey("Content-Type"))
            wire.Headers["Content-Type"] = contentType;
    }

    public static void TextBody(IRequest wire, string? content)
    {
        if (content is not null)
            RawBody(wire, new MemoryStream(Encoding.UTF8.GetBytes(content)), "text/plain");
    }

    public static void SetHeader(IRequest wire, string name, string? value)
    {
        if (value is not null)
            wire.Headers[name] = value;
    }

    public static void SetHeaders(IRequest wire, string prefix, Dictionary<string, string>? values)
    {
        foreach (var (name, value) in values ?? [])
            wire.Headers[prefix + name] = value;
    }
}
