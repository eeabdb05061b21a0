using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>Wraps answers and errors in the documents of each protocol.</summary>
internal static class ReplyWriter
{
    /// <summary>EC2 and the REST services begin with it; those of the query protocol (IAM, STS, Auto Scaling, ...) do not.</summary>
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    public static HttpReply Answer(Operation operation, Answer answer, string requestId)
    {
        var protocol = operation.Service.Protocol;
        var (type, body) = answer.Body is not null ? ("application/octet-stream", answer.Body)
            : protocol == Protocol.Json ? ("application/x-amz-json-1.1", Encoding.UTF8.GetBytes((answer.Document ?? []).ToJsonString()))
            : protocol is Protocol.RestJson or Protocol.Kubernetes ? ("application/json", answer.Document is null ? [] : Encoding.UTF8.GetBytes(answer.Document.ToJsonString()))
            : ("text/xml;charset=UTF-8", Encoding.UTF8.GetBytes(Xml(operation, answer, requestId)));
        return new HttpReply(answer.Status, type, body) { Headers = [.. RequestIds(protocol, requestId), .. answer.Headers] };
    }

    public static HttpReply Error(Protocol protocol, AwsError error, string requestId)
    {
        var fault = error.Status >= 500 ? "Receiver" : "Sender";
        var text = protocol switch
        {
            Protocol.Json => new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }.ToJsonString(),
            Protocol.RestJson => new JsonObject { ["message"] = error.Message }.ToJsonString(),
            Protocol.Kubernetes => new JsonObject { ["kind"] = "Status", ["status"] = "Failure", ["message"] = error.Message, ["reason"] = error.Code, ["code"] = error.Status }.ToJsonString(),
            Protocol.Ec2 => Document(new XElement("Response", new XElement("Errors", Details(false)), new XElement("RequestID", requestId))),
            Protocol.S3 => Document(new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message), new XElement("RequestId", requestId))),
            Protocol.Query => Text(new XElement("ErrorResponse", Details(true), new XElement("RequestId", requestId))),
            _ => Document(new XElement("ErrorResponse", Details(false), new XElement("RequestId", requestId))),
        };
        var type = protocol switch { Protocol.Json => "application/x-amz-json-1.1", Protocol.RestJson or Protocol.Kubernetes => "application/json", _ => "text/xml;charset=UTF-8" };
        return new HttpReply(error.Status, type, Encoding.UTF8.GetBytes(text))
        {
            Headers = protocol == Protocol.RestJson ? [.. RequestIds(protocol, requestId), new("x-amzn-ErrorType", error.Code)] : RequestIds(protocol, requestId),
        };

        XElement Details(bool withType) =>
            new("Error", withType ? new XElement("Type", fault) : null, new XElement("Code", error.Code), new XElement("Message", error.Message));
    }

    private static string Xml(Operation operation, Answer answer, string requestId)
    {
        var content = string.Concat(Flatten(answer.Content).Select(e => e.ToString(SaveOptions.DisableFormatting)));
        return operation.Service.Protocol switch
        {
            Protocol.Ec2 => $"{Declaration}<{operation.Name}Response xmlns=\"{operation.Service.Namespace}\"><requestId>{requestId}</requestId>{content}</{operation.Name}Response>",
            Protocol.Query => $"<{operation.Name}Response xmlns=\"{operation.Service.Namespace}\"><{operation.Name}Result>{content}</{operation.Name}Result><ResponseMetadata><RequestId>{requestId}</RequestId></ResponseMetadata></{operation.Name}Response>",
            _ => content.Length == 0 ? "" : Declaration + content,
        };
    }

    private static IEnumerable<XElement> Flatten(IEnumerable<object?> content) => content.SelectMany(c => c switch
    {
        null => [],
        XElement element => [element],
        IEnumerable<object?> many => Flatten(many),
        _ => throw new InvalidOperationException($"An answer can't hold a {c.GetType().Name}."),
    });

    private static string Document(XElement root) => Declaration + Text(root);

    private static string Text(XElement root) => root.ToString(SaveOptions.DisableFormatting);

    private static KeyValuePair<string, string>[] RequestIds(Protocol protocol, string requestId) =>
        [new(protocol is Protocol.S3 or Protocol.S3Control ? "x-amz-request-id" : protocol == Protocol.Kubernetes ? "Audit-Id" : "x-amzn-RequestId", requestId)];
}
