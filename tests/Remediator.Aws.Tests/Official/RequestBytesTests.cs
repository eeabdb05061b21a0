extern alias official;

using System.Net;
using System.Reflection;
using System.Text;
using Amazon.Runtime;
using Remediator.Aws.Tests.ProtocolTests;

namespace Remediator.Aws.Tests.Official;

/// <summary>What is generated of STS and KMS sends what the official packages send.</summary>
public sealed class RequestBytesTests
{
    private const string Sts = "Amazon.SecurityToken.AmazonSecurityTokenService";
    private const string Kms = "Amazon.KeyManagementService.AmazonKeyManagementService";

    /// <summary>The version of the service package and the random id of the call.</summary>
    private static readonly HashSet<string> MayDiffer = ["User-Agent", "amz-sdk-invocation-id"];

    public static TheoryData<string, string> Operations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var client in (string[])[Sts, Kms])
                foreach (var method in Generated(client + "Client").GetMethods().Where(method => method.DeclaringType!.Name.EndsWith("Client", StringComparison.Ordinal) && method.Name.EndsWith("Async", StringComparison.Ordinal)))
                    data.Add(client, method.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Sends_what_the_official_client_sends(string client, string operation)
    {
        var (ours, theirs) = await InTheSameSecondAsync(client, operation, filled: true);
        AssertAlike(ours, theirs);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Sends_the_same_without_any_parameters(string client, string operation)
    {
        var (ours, theirs) = await InTheSameSecondAsync(client, operation, filled: false);
        AssertAlike(ours, theirs);
    }

    private static void AssertAlike(RecordingHttp ours, RecordingHttp theirs)
    {
        Assert.Equal(theirs.Method, ours.Method);
        Assert.Equal(theirs.Uri, ours.Uri);
        Assert.Equal(Encoding.UTF8.GetString(theirs.Body), Encoding.UTF8.GetString(ours.Body));
        Assert.Equal(Compared(theirs), Compared(ours));
    }

    private static SortedDictionary<string, string> Compared(RecordingHttp http) =>
        new(http.Headers.Where(header => !MayDiffer.Contains(header.Key)).ToDictionary(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The signature holds the time to the second: a pair that straddles one is sent again.</summary>
    private static async Task<(RecordingHttp Ours, RecordingHttp Theirs)> InTheSameSecondAsync(string client, string operation, bool filled)
    {
        while (true)
        {
            var ours = await SendAsync(Generated(client + "Client"), operation, filled);
            var theirs = await SendAsync(Genuine(client + "Client"), operation, filled);
            if (ours.Headers["X-Amz-Date"] == theirs.Headers["X-Amz-Date"])
                return (ours, theirs);
        }
    }

    private static async Task<RecordingHttp> SendAsync(Type clientType, string operation, bool filled)
    {
        var body = clientType.FullName == Sts + "Client" ? "<Answer/>" : "{}";
        var http = new RecordingHttp(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        var config = (ClientConfig)Activator.CreateInstance(clientType.Assembly.GetType(clientType.FullName![..^"Client".Length] + "Config")!)!;
        config.ServiceURL = "http://localhost:1";
        config.AuthenticationRegion = "eu-west-1";
        config.HttpClientFactory = http;
        config.MaxErrorRetry = 0;
        var credentials = new SessionAWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "tok/en==");
        using var client = (AmazonServiceClient)Activator.CreateInstance(clientType, credentials, config)!;
        var method = clientType.GetMethods().Single(candidate => candidate.Name == operation && candidate.GetParameters() is [{ ParameterType.Name: var type }, _] && type.EndsWith("Request", StringComparison.Ordinal));
        var request = Activator.CreateInstance(method.GetParameters()[0].ParameterType)!;
        if (filled)
            SampleValues.Fill(request, IsGenerated);
        await (Task)method.Invoke(client, BindingFlags.DoNotWrapExceptions, null, [request, CancellationToken.None], null)!;
        return http;
    }

    /// <summary>Fills the official request with what the generated one knows too.</summary>
    private static bool IsGenerated(PropertyInfo property) =>
        typeof(RequestBytesTests).Assembly.GetType(property.DeclaringType!.FullName!)?.GetProperty(property.Name) != null;

    private static Type Generated(string name) => typeof(RequestBytesTests).Assembly.GetType(name, throwOnError: true)!;

    private static Type Genuine(string name) =>
        typeof(official::Amazon.SecurityToken.AmazonSecurityTokenServiceClient).Assembly.GetType(name)
        ?? typeof(official::Amazon.KeyManagementService.AmazonKeyManagementServiceClient).Assembly.GetType(name, throwOnError: true)!;
}
