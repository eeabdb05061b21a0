namespace Remediator.Cli.Sandbox.Wire;

/// <summary>Who signed a request, and for which service and Region: the credential scope of its SigV4 header.</summary>
internal sealed record SigningScope(string AccessKeyId, string Region, string Service)
{
    private const string Start = "AWS4-HMAC-SHA256 Credential=";

    /// <summary>Null when the header is missing or is no SigV4 signature.</summary>
    public static SigningScope? Parse(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Start, StringComparison.Ordinal) || !authorization.Contains("Signature=", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = authorization[Start.Length..].Split(',', 2)[0].Split('/');
        return parts is [var key, _, var region, var service, "aws4_request"] ? new SigningScope(key, region, service) : null;
    }
}
