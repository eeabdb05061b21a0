using System.Globalization;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.SecurityToken.Model;

namespace Remediator.Execution.Kubernetes;

/// <summary>Makes the bearer token by which an EKS cluster learns who calls: a presigned GetCallerIdentity, good for this cluster only.</summary>
/// <remarks>https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster</remarks>
internal static class KubernetesToken
{
    public const string Prefix = "k8s-aws-v1.";

    private const int Seconds = 60;

    /// <param name="at">When it is signed; null for now, as the SDK knows it.</param>
    public static string Create(ImmutableCredentials credentials, string region, string cluster, DateTime? at = null)
    {
        var request = new DefaultRequest(new GetCallerIdentityRequest(), "sts")
        {
            HttpMethod = "GET",
            ResourcePath = "/",
            Endpoint = new Uri($"https://sts.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}"),
            UseQueryString = true,
        };
        request.Headers["x-k8s-aws-id"] = cluster;
        request.Parameters["Action"] = "GetCallerIdentity";
        request.Parameters["Version"] = "2011-06-15";
        request.Parameters["X-Amz-Expires"] = Seconds.ToString(CultureInfo.InvariantCulture);
        if (credentials.UseToken)
        {
            request.Parameters["X-Amz-Security-Token"] = credentials.Token;
        }

        var signature = at is { } then
            ? AWS4PreSignedUrlSigner.SignRequest(request, null, new RequestMetrics(), credentials.AccessKey, credentials.SecretKey, "sts", region, then)
            : AWS4PreSignedUrlSigner.SignRequest(request, null, new RequestMetrics(), credentials.AccessKey, credentials.SecretKey, "sts", region);
        var query = string.Join('&', request.Parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        return Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{request.Endpoint}?{query}&{signature.ForQueryParameters}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
