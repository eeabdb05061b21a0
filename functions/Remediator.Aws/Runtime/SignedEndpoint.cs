using Amazon.Runtime.Endpoints;

namespace Amazon.Runtime.Generated;

/// <summary>An endpoint that says for which Region to sign, where its name alone would mislead Core.</summary>
internal static class SignedEndpoint
{
    public static Endpoint For(string url, string region) =>
        new(url, $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{region}}"}]}""", null);
}
