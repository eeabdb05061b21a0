using System.Net;
using System.Reflection;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Generated;
using Remediator.Aws.Tests.Official;
using Remediator.Aws.Tests.ProtocolTests;

namespace Remediator.Aws.Tests.Runtime;

/// <summary>Every operation of the product, with every member set, goes out and survives an empty answer.</summary>
public sealed class EveryOperationTests
{
    private static readonly Assembly Clients = typeof(AmazonEC2Client).Assembly;

    public static TheoryData<string, string> Operations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var client in Clients.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(GeneratedServiceClient))))
                foreach (var method in client.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal)))
                    data.Add(client.FullName!, method.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Goes_out_and_reads_an_empty_answer(string client, string operation)
    {
        var clientType = Clients.GetType(client, throwOnError: true)!;
        var http = RecordingHttp.Answering(HttpStatusCode.OK);
        var config = (ClientConfig)Activator.CreateInstance(Clients.GetType(client[..^"Client".Length] + "Config", throwOnError: true)!)!;
        (config.ServiceURL, config.AuthenticationRegion, config.HttpClientFactory) = ("http://localhost:1", "eu-west-1", http);
        using var instance = (AmazonServiceClient)Activator.CreateInstance(clientType, new BasicAWSCredentials("key", "secret"), config)!;
        var method = clientType.GetMethod(operation)!;
        var request = Activator.CreateInstance(method.GetParameters()[0].ParameterType)!;
        SampleValues.Fill(request, static _ => true);

        await (Task)method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, [request, CancellationToken.None], null)!;

        Assert.NotNull(http.Uri);
        Assert.Contains("AWS4-HMAC-SHA256", http.Headers["Authorization"], StringComparison.Ordinal);
    }
}
