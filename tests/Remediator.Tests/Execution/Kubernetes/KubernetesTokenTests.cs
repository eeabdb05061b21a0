using System.Text;
using Amazon.Runtime;
using Remediator.Execution.Kubernetes;

namespace Remediator.Tests.Execution.Kubernetes;

/// <remarks>The signatures are botocore's (SigV4QueryAuth, 60 seconds, with the header x-k8s-aws-id) for the same moment and credentials.</remarks>
public sealed class KubernetesTokenTests
{
    private const string Key = "ASIAIOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static readonly DateTime At = new(2026, 11, 1, 3, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(null, "debba3e5b35412a406aa7632f8d9cb767104eb8c47fd4e8faa5890427a0e43bc")]
    [InlineData("FwoGZXIvYXdzEXAMPLE//token=", "79d367f88b6e58b35948e6b3840c1053ebf6c02a6cc9aa492607b33bc2d7a884")]
    public void Is_the_presigned_question_who_calls_for_one_cluster_and_one_minute(string? session, string signature)
    {
        var url = Url(KubernetesToken.Create(new ImmutableCredentials(Key, Secret, session), "eu-west-1", "shop", At));

        Assert.Equal("sts.eu-west-1.amazonaws.com", url.Host);
        var query = url.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        Assert.Equal("GetCallerIdentity", query["Action"]);
        Assert.Equal("60", query["X-Amz-Expires"]);
        Assert.Equal("host;x-k8s-aws-id", query["X-Amz-SignedHeaders"]);
        Assert.Equal(session, query.GetValueOrDefault("X-Amz-Security-Token"));
        Assert.Equal(signature, query["X-Amz-Signature"]);
        Assert.Equal(session is null ? 8 : 9, query.Count);
    }

    [Fact]
    public void Another_cluster_gets_another_signature()
    {
        var credentials = new ImmutableCredentials(Key, Secret, null);

        Assert.NotEqual(KubernetesToken.Create(credentials, "eu-west-1", "shop", At), KubernetesToken.Create(credentials, "eu-west-1", "stop", At));
    }

    [Fact]
    public void China_has_its_own_token_service() =>
        Assert.Equal("sts.cn-north-1.amazonaws.com.cn", Url(KubernetesToken.Create(new ImmutableCredentials(Key, Secret, null), "cn-north-1", "shop", At)).Host);

    private static Uri Url(string token)
    {
        Assert.StartsWith("k8s-aws-v1.", token, StringComparison.Ordinal);
        var text = token["k8s-aws-v1.".Length..].Replace('-', '+').Replace('_', '/');
        Assert.DoesNotContain('=', text);
        return new Uri(Encoding.UTF8.GetString(Convert.FromBase64String(text + new string('=', (4 - (text.Length % 4)) % 4))));
    }
}
