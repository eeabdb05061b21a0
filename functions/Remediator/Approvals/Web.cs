using System.Text;
using Amazon.Lambda.APIGatewayEvents;

namespace Remediator.Approvals;

/// <summary>A request over HTTP, decoded.</summary>
/// <param name="Body">As it was sent: signatures are over these bytes.</param>
public sealed record WebRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public string Text => Encoding.UTF8.GetString(Body.Span);

    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Null where the body is not what it says it is.</summary>
    public static WebRequest? Of(APIGatewayHttpApiV2ProxyRequest request)
    {
        byte[] body;
        try
        {
            body = request.IsBase64Encoded ? Convert.FromBase64String(request.Body ?? "") : Encoding.UTF8.GetBytes(request.Body ?? "");
        }
        catch (FormatException)
        {
            return null;
        }

        return new WebRequest(request.RequestContext?.Http?.Method ?? "", request.RawPath ?? "", request.RawQueryString ?? "", request.Headers ?? [], body);
    }
}

/// <summary>An answer over HTTP: nothing of it is kept, framed, or led elsewhere.</summary>
public sealed record WebAnswer(int Status, string ContentType, string Body, string ContentPolicy = WebAnswer.NothingAtAll)
{
    private const string NothingAtAll = "default-src 'none'; frame-ancestors 'none'";

    public static WebAnswer Empty { get; } = new(200, "text/plain; charset=utf-8", "");

    public static WebAnswer Text(int status, string text) => new(status, "text/plain; charset=utf-8", text + "\n");

    public APIGatewayHttpApiV2ProxyResponse ToResponse() => new()
    {
        StatusCode = Status,
        Body = Body,
        Headers = new()
        {
            ["content-type"] = ContentType,
            ["cache-control"] = "no-store",
            ["content-security-policy"] = ContentPolicy,
            ["referrer-policy"] = "no-referrer",
            ["strict-transport-security"] = "max-age=31536000",
            ["x-content-type-options"] = "nosniff",
            ["x-frame-options"] = "DENY",
            ["x-robots-tag"] = "noindex, nofollow",
        },
    };
}
