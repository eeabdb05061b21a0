using System.Text;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>Who signed a request, and for which service and Region: the credential scope of its SigV4 header.</summary>
internal sealed record SigningScope(string AccessKeyId, string Region, string Service)
{
    private const string Bearer = "Bearer k8s-aws-v1.";
    private const string Start = "AWS4-HMAC-SHA256 Credential=";

    /// <summary>Null when the header is missing or is no SigV4 signature.</summary>
    public static SigningScope? Parse(string? authorization)
    {
        if (authorization?.StartsWith(Bearer, StringComparison.Ordinal) is true)
        {
            return OfToken(authorization[Bearer.Length..]);
        }

        if (authorization is null || !authorization.StartsWith(Start, StringComparison.Ordinal) || !authorization.Contains("Signature=", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = authorization[Start.Length..].Split(',', 2)[0].Split('/');
        return parts is [var key, _, var region, var service, "aws4_request"] ? new SigningScope(key, region, service) : null;
    }

    /// <summary>Who presigned the token of a cluster; the service is Kubernetes' own API.</summary>
    private static SigningScope? OfToken(string token)
    {
        var padded = token.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (token.Length % 4)) % 4);
        var query = Parameters.Form(new Uri(Encoding.UTF8.GetString(Convert.FromBase64String(padded))).Query.TrimStart('?'));
        return query.GetValueOrDefault("Action") == "GetCallerIdentity" && query.GetValueOrDefault("X-Amz-Expires") == "60"
            && query.GetValueOrDefault("X-Amz-SignedHeaders") == "host;x-k8s-aws-id" && query.ContainsKey("X-Amz-Signature")
            && query.GetValueOrDefault("X-Amz-Credential")?.Split('/') is [var key, _, var region, "sts", "aws4_request"]
            ? new SigningScope(key, region, "kubernetes")
            : null;
    }
}
