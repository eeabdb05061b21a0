using System.Net;
using Amazon.EC2;
using Amazon.GuardDuty;
using Amazon.Runtime;
using Remediator.Aws.Tests.ProtocolTests;

namespace Remediator.Aws.Tests.Runtime;

public sealed class UnreadableErrorTests
{
    private static readonly BasicAWSCredentials Credentials = new("key", "secret");

    [Theory]
    [InlineData("<!doctype html><html lang=en><title>404 Not Found</title><br></html>")]
    [InlineData("Bad gateway")]
    [InlineData("")]
    public async Task An_answer_in_no_protocol_at_all_is_a_service_exception_with_its_status(string body)
    {
        using var ec2 = new AmazonEC2Client(Credentials, Answering<AmazonEC2Config>(body));
        var fromXml = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => ec2.DescribeVpcsAsync(new()));
        Assert.Equal(HttpStatusCode.NotFound, fromXml.StatusCode);

        using var guardDuty = new AmazonGuardDutyClient(Credentials, Answering<AmazonGuardDutyConfig>(body));
        var fromJson = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => guardDuty.ListDetectorsAsync(new()));
        Assert.Equal(HttpStatusCode.NotFound, fromJson.StatusCode);
    }

    private static T Answering<T>(string body) where T : ClientConfig, new() => new()
    {
        ServiceURL = "http://localhost:1",
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
        HttpClientFactory = new RecordingHttp(() => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent(body) }),
    };
}
