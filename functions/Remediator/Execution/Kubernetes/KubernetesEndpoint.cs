using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon;
using Amazon.EKS.Model;

namespace Remediator.Execution.Kubernetes;

/// <summary>Where the Kubernetes API of a cluster is, and the one authority that vouches for it.</summary>
internal sealed record KubernetesEndpoint(Uri Address, X509Certificate2Collection Authorities)
{
    /// <exception cref="RemediationException">What EKS says is no address of EKS: no token goes there.</exception>
    public static KubernetesEndpoint Of(Cluster cluster, string region)
    {
        if (!Uri.TryCreate(cluster.Endpoint, UriKind.Absolute, out var address) || !IsEks(address, region))
        {
            throw new RemediationException($"the endpoint of the cluster {cluster.Name} is no address of EKS in {region}");
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(cluster.CertificateAuthority?.Data ?? "")));
            return authorities.Count > 0 ? new KubernetesEndpoint(address, authorities) : throw new RemediationException($"EKS names no certificate authority for the cluster {cluster.Name}");
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new RemediationException($"the certificate authority of the cluster {cluster.Name} is not readable");
        }
    }

    /// <summary>https alone, the usual port, and a host of EKS in the Region.</summary>
    /// <remarks>The second is that of IPv6 clusters: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html.</remarks>
    public static bool IsEks(Uri address, string region)
    {
        var suffix = RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        var dual = suffix.EndsWith(".cn", StringComparison.Ordinal) ? "api.amazonwebservices.com.cn" : "api.aws";
        string[] hosts = [$".{region}.eks.{suffix}", $".eks-cluster.{region}.{dual}"];
        return address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.UserInfo.Length == 0 && address.PathAndQuery is "/" or ""
            && address.HostNameType == UriHostNameType.Dns && hosts.Any(h => address.Host.EndsWith(h, StringComparison.Ordinal));
    }

    /// <summary>Trusts what the cluster's own authority has signed for this host, and nothing else; follows no redirect.</summary>
    /// <param name="connect">Opens the connection in place of a look-up of the host; for tests.</param>
    public HttpClient Connect(TimeSpan timeout, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        trust.CustomTrustStore.AddRange(Authorities);
        return new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout,
            ConnectCallback = connect,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        })
        {
            Timeout = timeout,
        };
    }
}
