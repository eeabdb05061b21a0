using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Remediator.Execution;

namespace Remediator.Tests.Execution;

public sealed class CallTraceTests
{
    private const string Ec2Answer = """<ModifyNetworkInterfaceAttributeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>7a1b</requestId><return>true</return></ModifyNetworkInterfaceAttributeResponse>""";

    [Fact]
    public async Task Collects_service_operation_and_request_id_of_generated_and_official_clients()
    {
        using var ec2 = LoopbackServer.Answering(new HttpReply(200, Ec2Answer, "Content-Type: text/xml", "x-amzn-RequestId: 7a1b"));
        using var s3 = LoopbackServer.Answering(new HttpReply(200, "", "x-amz-request-id: 9c2d"));
        var trace = new CallTrace();

        await trace.RecordAsync(async () =>
        {
            await ModifyAsync(ec2);
            using var aws = Session(s3);
            await aws.Client<IAmazonS3>().DeletePublicAccessBlockAsync(new() { BucketName = "b" });
        });

        Assert.Equal([new AwsCall("EC2", "ModifyNetworkInterfaceAttribute", "7a1b"), new AwsCall("S3", "DeletePublicAccessBlock", "9c2d")], trace.Calls);
    }

    [Fact]
    public async Task A_refused_call_is_collected_with_its_code()
    {
        using var ec2 = LoopbackServer.Answering(new HttpReply(
            400, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>5e6f</RequestID></Response>", "Content-Type: text/xml", "x-amzn-RequestId: 5e6f"));
        var trace = new CallTrace();

        await Assert.ThrowsAsync<AmazonEC2Exception>(() => trace.RecordAsync(() => ModifyAsync(ec2)));

        Assert.Equal([new AwsCall("EC2", "ModifyNetworkInterfaceAttribute", "5e6f", "UnauthorizedOperation")], trace.Calls);
    }

    [Fact]
    public async Task Work_done_side_by_side_through_one_client_does_not_mix()
    {
        using var ec2 = new LoopbackServer(n => new HttpReply(200, Ec2Answer, "Content-Type: text/xml", $"x-amzn-RequestId: r{n}"));
        using var aws = Session(ec2);
        var traces = Enumerable.Range(0, 8).Select(_ => new CallTrace()).ToList();

        await Task.WhenAll(traces.Select(t => t.RecordAsync(() => ModifyAsync(aws))));
        await ModifyAsync(aws);

        Assert.All(traces, t => Assert.Single(t.Calls!));
        Assert.Equal(8, traces.Select(t => t.Calls![0].RequestId).Distinct().Count());
    }

    [Fact]
    public void Nothing_called_is_nothing_collected() => Assert.Null(new CallTrace().Calls);

    private static async Task ModifyAsync(LoopbackServer server)
    {
        using var aws = Session(server);
        await ModifyAsync(aws);
    }

    private static Task ModifyAsync(AwsSession aws) =>
        aws.Client<IAmazonEC2>().ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = "eni-1", Groups = ["sg-1"] });

    private static AwsSession Session(LoopbackServer server) =>
        new(new BasicAWSCredentials("AKIATEST", "test"), "111122223333", "eu-central-1", "aws", new AwsEndpoint(server.Url) { MaxRetries = 0 });
}
