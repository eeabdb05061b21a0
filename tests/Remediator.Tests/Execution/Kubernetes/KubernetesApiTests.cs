using Amazon.EKS.Model;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Execution.Kubernetes;

namespace Remediator.Tests.Execution.Kubernetes;

public sealed class KubernetesApiTests : IAsyncLifetime
{
    private const string Pod = """{"kind":"Pod","metadata":{"name":"app"}}""";
    private const string Path = "/api/v1/namespaces/web/pods/app";

    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Talks_over_TLS_to_whom_the_clusters_own_authority_vouches_for_with_a_token_of_the_session()
    {
        using var cluster = new TlsCluster(Host, _ => Ok(Pod));

        var pod = await Api(cluster).FindAsync(Path, CancellationToken.None);

        Assert.Equal("app", (string?)pod!["metadata"]!["name"]);
        var request = Assert.Single(cluster.Requests);
        Assert.StartsWith($"GET {Path} HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains($"Host: {Host}", request, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer k8s-aws-v1.", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_authority_gets_no_token()
    {
        using var cluster = new TlsCluster(Host, _ => Ok(Pod));
        using var other = new TlsCluster(Host, _ => Ok(Pod));

        var failure = await Assert.ThrowsAsync<RemediationException>(() => Api(cluster, authority: other.AuthorityData).FindAsync(Path, CancellationToken.None));

        Assert.Contains("could not be reached", failure.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task A_certificate_of_another_host_gets_no_token()
    {
        using var cluster = new TlsCluster("other.gr7.us-east-1.eks.amazonaws.com", _ => Ok(Pod));

        await Assert.ThrowsAsync<RemediationException>(() => Api(cluster).FindAsync(Path, CancellationToken.None));

        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task A_private_endpoint_out_of_reach_is_said_as_such_and_is_not_nothing()
    {
        _sandbox.Account.AddCluster("shop", isPublic: false, isPrivate: true);
        var api = KubernetesApi.Through(_sandbox.Session(), "shop", c => KubernetesEndpoint.Of(WithAuthority(c, null), "us-east-1").Connect(TimeSpan.FromSeconds(5), (_, _) => throw new HttpRequestException("No route to host")));

        var failure = await Assert.ThrowsAsync<RemediationException>(() => api.ListAsync("/api/v1/pods", CancellationToken.None));

        Assert.Contains("its endpoint is private", failure.Message, StringComparison.Ordinal);
        Assert.True(AwsFailure.IsExpected(failure));
    }

    [Theory]
    [InlineData("401 Unauthorized", """{"kind":"Status","reason":"Unauthorized","message":"Unauthorized"}""", "give it an access entry")]
    [InlineData("403 Forbidden", """{"kind":"Status","reason":"Forbidden","message":"pods is forbidden"}""", "pods is forbidden")]
    [InlineData("500 Internal Server Error", """{"kind":"Status","reason":"InternalError","message":"etcd"}""", "answered 500 InternalError: etcd")]
    [InlineData("404 Not Found", "404 page not found", "answered 404")]
    [InlineData("200 OK", "<html>", "no answer of Kubernetes")]
    [InlineData("302 Found\r\nLocation: https://example.com/", "{}", "answered 302")]
    public async Task What_is_no_answer_about_the_object_is_not_the_absence_of_it(string status, string body, string told)
    {
        using var cluster = new TlsCluster(Host, _ => Answer(status, body));

        var failure = await Assert.ThrowsAsync<RemediationException>(() => Api(cluster).FindAsync(Path, CancellationToken.None));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_API_itself_can_say_that_there_is_no_such_object()
    {
        using var cluster = new TlsCluster(Host, _ => Answer("404 Not Found", """{"kind":"Status","reason":"NotFound","message":"pods \"app\" not found"}"""));

        Assert.Null(await Api(cluster).FindAsync(Path, CancellationToken.None));
        await Assert.ThrowsAsync<RemediationException>(() => Api(cluster).ListAsync("/api/v1/pods", CancellationToken.None));
    }

    [Fact]
    public async Task Lists_are_read_to_their_end()
    {
        using var cluster = new TlsCluster(Host, r => Ok(r.Contains("continue=a%2Fb", StringComparison.Ordinal)
            ? """{"metadata":{},"items":[{"metadata":{"name":"two"}}]}"""
            : """{"metadata":{"continue":"a/b"},"items":[{"metadata":{"name":"one"}}]}"""));

        Assert.Equal(["one", "two"], (await Api(cluster).ListAsync("/api/v1/pods", CancellationToken.None)).Select(p => (string?)p["metadata"]!["name"]));
    }

    [Theory]
    [InlineData("https://ABC.gr7.us-east-1.eks.amazonaws.com", "us-east-1", true)]
    [InlineData("https://ABC.gr7.us-gov-west-1.eks.amazonaws.com", "us-gov-west-1", true)]
    [InlineData("https://ABC.gr7.eks-cluster.us-east-1.api.aws", "us-east-1", true)]
    [InlineData("https://ABC.sk1.eks-cluster.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1", true)]
    [InlineData("https://ABC.us-east-1.api.aws", "us-east-1", false)]
    [InlineData("https://lambda.us-east-1.api.aws", "us-east-1", false)]
    [InlineData("https://ABC.cn-north-1.amazonwebservices.com.cn", "cn-north-1", false)]
    [InlineData("https://ABC.gr7.eks-cluster.cn-north-1.api.aws", "cn-north-1", false)]
    [InlineData("https://ABC.gr7.eks-cluster.us-east-1.api.amazonwebservices.com.cn", "us-east-1", false)]
    [InlineData("https://ABC.sk1.cn-north-1.eks.amazonaws.com.cn", "cn-north-1", true)]
    [InlineData("http://ABC.gr7.us-east-1.eks.amazonaws.com", "us-east-1", false)]
    [InlineData("https://ABC.gr7.us-east-1.eks.amazonaws.com:8443", "us-east-1", false)]
    [InlineData("https://ABC.gr7.us-east-1.eks.amazonaws.com/x", "us-east-1", false)]
    [InlineData("https://a@ABC.gr7.us-east-1.eks.amazonaws.com", "us-east-1", false)]
    [InlineData("https://ABC.gr7.eu-west-1.eks.amazonaws.com", "us-east-1", false)]
    [InlineData("https://ABC.gr7.us-east-1.eks.amazonaws.com.example.com", "us-east-1", false)]
    [InlineData("https://evil.example.com?.us-east-1.eks.amazonaws.com", "us-east-1", false)]
    [InlineData("https://169.254.169.254", "us-east-1", false)]
    public void Tokens_go_to_addresses_of_EKS_alone(string address, string region, bool isEks) => Assert.Equal(isEks, KubernetesEndpoint.IsEks(new Uri(address), region));

    [Fact]
    public void An_authority_that_can_not_be_read_is_no_reason_to_trust_all()
    {
        var cluster = new Cluster { Name = "shop", Endpoint = "https://ABC.gr7.us-east-1.eks.amazonaws.com" };

        Assert.Throws<RemediationException>(() => KubernetesEndpoint.Of(cluster, "us-east-1"));
        cluster.CertificateAuthority = new Certificate { Data = "%%%" };
        Assert.Throws<RemediationException>(() => KubernetesEndpoint.Of(cluster, "us-east-1"));
    }

    private static string Host => "00000000000000000000000000000001.gr7.us-east-1.eks.amazonaws.com";

    private KubernetesApi Api(TlsCluster cluster, string? authority = null)
    {
        _sandbox.Account.AddCluster("shop");
        return KubernetesApi.Through(_sandbox.Session(), "shop", c =>
        {
            var known = WithAuthority(c, authority ?? cluster.AuthorityData);
            known.Endpoint = $"https://{Host}";
            return KubernetesEndpoint.Of(known, "us-east-1").Connect(TimeSpan.FromSeconds(30), cluster.ConnectAsync);
        });
    }

    private static Cluster WithAuthority(Cluster cluster, string? data)
    {
        if (data is null)
        {
            using var any = new TlsCluster(Host, _ => "");
            data = any.AuthorityData;
        }

        cluster.CertificateAuthority = new Certificate { Data = data };
        return cluster;
    }

    private static string Ok(string body) => Answer("200 OK", body);

    private static string Answer(string status, string body) => $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
}
