using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Aws.Tests.ProtocolTests;

namespace Remediator.Aws.Tests.Runtime;

public sealed class ThrottlingTests
{
    [Fact]
    public async Task EC2s_own_throttling_error_is_retried()
    {
        var answers = new Queue<HttpResponseMessage>(
        [
            Answer(HttpStatusCode.BadRequest, "<Response><Errors><Error><Code>EC2ThrottledException</Code><Message>slow</Message></Error></Errors></Response>"),
            Answer(HttpStatusCode.OK, "<DescribeVpcsResponse/>"),
        ]);
        using var ec2 = new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), new AmazonEC2Config
        {
            ServiceURL = "http://localhost:1",
            AuthenticationRegion = "eu-west-1",
            MaxErrorRetry = 1,
            HttpClientFactory = new RecordingHttp(answers.Dequeue),
        });
        await ec2.DescribeVpcsAsync(new());
        Assert.Empty(answers);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };
}
