using System.Net;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>What a REST request addresses, and its labels and query as parameters.</summary>
internal static class RestPath
{
    /// <summary>"service", "bucket" or "object" for S3 (path style); the path after the version for S3Control.</summary>
    public static (string Path, Dictionary<string, string> Values) Parse(Protocol protocol, HttpRequest request)
    {
        var values = Parameters.Form(request.Query);
        if (protocol == Protocol.S3Control)
        {
            return (request.Path["/v20180820".Length..], values);
        }

        var parts = request.Path.TrimStart('/').Split('/', 2);
        if (parts[0].Length == 0)
        {
            return ("service", values);
        }

        values["Bucket"] = parts[0];
        if (parts is [_, { Length: > 0 } key])
        {
            values["Key"] = WebUtility.UrlDecode(key.Replace("+", "%2B", StringComparison.Ordinal));
            return ("object", values);
        }

        return ("bucket", values);
    }
}
