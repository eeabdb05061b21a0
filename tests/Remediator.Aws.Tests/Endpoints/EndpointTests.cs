using System.Net;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.S3Control;
using Remediator.Aws.Tests.ProtocolTests;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Aws.Tests.Endpoints;

/// <summary>Where requests go, and for which Region they are signed.</summary>
[Collection(nameof(EndpointTests))]
public sealed class EndpointTests
{
    private const string Account = "123456789012";

    private static readonly Dictionary<string, ServiceManifest> Services = Manifest
        .Load(Path.Combine(TestFiles.Repository, "functions", "Remediator.Aws", "operations.json"))
        .Services.ToDictionary(service => service.Model);

    public static TheoryData<string, string, bool, bool, string, string> AwsOwnAnswers
    {
        get
        {
            var data = new TheoryData<string, string, bool, bool, string, string>();
            foreach (var row in File.ReadLines(TestFiles.Path("Endpoints", "endpoints.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')))
                data.Add(row[0], row[1], bool.Parse(row[2]), bool.Parse(row[3]), row[4], row[5]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(AwsOwnAnswers))]
    public async Task Follows_the_rules_of_AWS(string model, string region, bool fips, bool dualStack, string url, string signingRegion)
    {
        var http = RecordingHttp.Answering(HttpStatusCode.OK);
        var config = NewConfig(model);
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.UseFIPSEndpoint = fips;
        config.UseDualstackEndpoint = dualStack;
        config.HttpClientFactory = http;
        await CallFirstOperationAsync(model, config);

        Assert.Equal(url, $"https://{http.Uri!.Host.Replace(Account + ".", "", StringComparison.Ordinal)}");
        Assert.Contains($"/{signingRegion}/", http.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_cover_every_generated_service() =>
        Assert.Equal(Services.Keys.Order(), AwsOwnAnswers.Select(row => (string)row[0]).Distinct().Order());

    [Theory]
    [InlineData(null, "123456789012.s3-control.eu-west-1.amazonaws.com")]
    [InlineData("https://control.example.com", "123456789012.control.example.com")]
    [InlineData("http://127.0.0.1:5000", "127.0.0.1")]
    [InlineData("http://[::1]:5000", "[::1]")]
    [InlineData("http://10.0.0.7:5000", "10.0.0.7")]
    [InlineData("http://localhost:5000", "localhost")]
    public async Task The_account_goes_in_front_of_a_name_but_not_of_an_address(string? serviceUrl, string host)
    {
        var http = RecordingHttp.Answering(HttpStatusCode.OK);
        var config = new AmazonS3ControlConfig { HttpClientFactory = http };
        if (serviceUrl is null)
            config.RegionEndpoint = RegionEndpoint.EUWest1;
        else
            (config.ServiceURL, config.AuthenticationRegion) = (serviceUrl, "eu-west-1");
        using var client = new AmazonS3ControlClient(new BasicAWSCredentials("key", "secret"), config);
        await client.DeletePublicAccessBlockAsync(new() { AccountId = Account });
        Assert.Equal(host, http.Uri!.Host);
    }

    [Fact]
    public async Task A_custom_endpoint_is_used_as_given_and_signed_for_its_Region()
    {
        var http = RecordingHttp.Answering(HttpStatusCode.OK);
        var config = new AmazonEC2Config { ServiceURL = "https://vpce-1.example.com:8443", AuthenticationRegion = "eu-central-2", HttpClientFactory = http };
        using var client = new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), config);
        await client.DescribeVpcsAsync(new());
        Assert.Equal("https://vpce-1.example.com:8443/", http.Uri!.AbsoluteUri);
        Assert.Contains("/eu-central-2/ec2/", http.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_EC2")]
    public async Task The_environment_can_name_the_endpoint(string variable)
    {
        Environment.SetEnvironmentVariable(variable, "http://emulator.example:4566");
        try
        {
            var http = RecordingHttp.Answering(HttpStatusCode.OK);
            using var client = new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), new AmazonEC2Config { RegionEndpoint = RegionEndpoint.EUWest1, HttpClientFactory = http });
            await client.DescribeVpcsAsync(new());
            Assert.Equal("http://emulator.example:4566/", http.Uri!.AbsoluteUri);
            Assert.Contains("/eu-west-1/ec2/", http.Headers["Authorization"], StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task A_custom_endpoint_refuses_FIPS()
    {
        var config = new AmazonEC2Config { ServiceURL = "https://example.com", AuthenticationRegion = "eu-west-1", UseFIPSEndpoint = true };
        using var client = new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), config);
        var fault = await Assert.ThrowsAnyAsync<AmazonClientException>(() => client.DescribeVpcsAsync(new()));
        Assert.Contains("custom endpoint", fault.Message, StringComparison.Ordinal);
    }

    private static ClientConfig NewConfig(string model) => (ClientConfig)Activator.CreateInstance(TypeOf(model, "Config"))!;

    private static async Task CallFirstOperationAsync(string model, ClientConfig config)
    {
        using var client = (AmazonServiceClient)Activator.CreateInstance(TypeOf(model, "Client"), new BasicAWSCredentials("key", "secret"), config)!;
        var method = client.GetType().GetMethods().First(candidate => candidate.Name.EndsWith("Async", StringComparison.Ordinal));
        var request = Activator.CreateInstance(method.GetParameters()[0].ParameterType)!;
        foreach (var label in request.GetType().GetProperties().Where(property => property.PropertyType == typeof(string) && property.DeclaringType == request.GetType()))
            label.SetValue(request, label.Name == "AccountId" ? Account : "label");
        await (Task)method.Invoke(client, [request, CancellationToken.None])!;
    }

    private static Type TypeOf(string model, string suffix) =>
        typeof(AmazonEC2Client).Assembly.GetType($"Amazon.{Services[model].Namespace}.{Services[model].Client}{suffix}", throwOnError: true)!;
}
