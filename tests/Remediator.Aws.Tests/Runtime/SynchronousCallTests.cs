using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Aws.Tests.ProtocolTests;

namespace Remediator.Aws.Tests.Runtime;

public sealed class SynchronousCallTests
{
    [Fact]
    public async Task A_synchronous_client_returns_completed_tasks()
    {
        using var ec2 = Client(HttpStatusCode.OK, "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>");
        var call = ec2.DescribeVpcsAsync(new());
        Assert.True(call.IsCompletedSuccessfully);
        Assert.Equal("vpc-1", Assert.Single((await call).Vpcs).VpcId);
    }

    [Fact]
    public async Task A_synchronous_client_fails_through_the_task()
    {
        using var ec2 = Client(HttpStatusCode.BadRequest, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>No</Message></Error></Errors></Response>");
        var call = ec2.DescribeVpcsAsync(new());
        Assert.True(call.IsFaulted);
        var fault = await Assert.ThrowsAsync<AmazonEC2Exception>(() => call);
        Assert.Equal("UnauthorizedOperation", fault.ErrorCode);
    }

    private static AmazonEC2Client Client(HttpStatusCode status, string body) => new(new BasicAWSCredentials("key", "secret"), new AmazonEC2Config
    {
        ServiceURL = "http://localhost:1",
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
        CompleteSynchronously = true,
        HttpClientFactory = new RecordingHttp(() => new HttpResponseMessage(status) { Content = new StringContent(body) }),
    });
}
