using System.Net;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class SnsEmailSenderTests
{
    private const string Topic = "arn:aws:sns:eu-central-1:111122223333:security";
    private const string Deciders = "arn:aws:sns:eu-central-1:111122223333:deciders";

    private static readonly HttpReply Accepted = new(
        200,
        """<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>""",
        "Content-Type: text/xml");

    [Fact]
    public async Task Publishes_subject_and_body()
    {
        using var sns = LoopbackServer.Answering(Accepted);

        Assert.Equal(new DeliveryResult.Delivered("m-1"), await SendAsync(sns));

        var form = Assert.Single(sns.Requests).Body.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]));
        var expected = EmailMessage.Render(Notices.Of(NoticeKind.Contained));
        Assert.Equal((Topic, expected.Subject, expected.Body), (form["TopicArn"], form["Subject"], form["Message"]));
    }

    [Fact]
    public async Task Links_go_to_those_alone_who_decide_and_the_request_without_them_to_all()
    {
        using var sns = LoopbackServer.Answering(Accepted);

        Assert.Equal(new DeliveryResult.Delivered("m-1"), await SendAsync(sns, NoticeKind.ApprovalNeeded, Deciders));

        var sent = sns.Requests.Select(r => r.Body.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]))).ToList();
        Assert.Equal([Deciders, Topic], sent.Select(f => f["TopicArn"]));
        Assert.Equal([true, false], sent.Select(f => f["Message"].Contains("/decide?t=", StringComparison.Ordinal)));
        Assert.Contains("remediator approve", sent[1]["Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_decides_goes_to_all_once()
    {
        using var sns = LoopbackServer.Answering(Accepted);

        await SendAsync(sns, NoticeKind.Contained, Deciders);

        Assert.Contains(WebUtility.UrlEncode(Topic), Assert.Single(sns.Requests).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "AuthorizationError", FailureKind.Permanent)]
    [InlineData(404, "NotFound", FailureKind.Permanent)]
    [InlineData(400, "KMSThrottlingException", FailureKind.Temporary)]
    [InlineData(400, "Throttling", FailureKind.Temporary)]
    [InlineData(500, "InternalError", FailureKind.Temporary)]
    public async Task A_refusal_is_final_and_trouble_is_not(int status, string code, FailureKind kind)
    {
        using var sns = LoopbackServer.Answering(new HttpReply(
            status,
            $"<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>why</Message></Error></ErrorResponse>",
            "Content-Type: text/xml"));

        var failed = Assert.IsType<DeliveryResult.Failed>(await SendAsync(sns));

        Assert.Equal(kind, failed.Kind);
        Assert.Contains($"{Topic}: {code}: why", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_a_temporary_failure()
    {
        var sns = LoopbackServer.Answering(new HttpReply(200));
        sns.Dispose();

        Assert.Equal(FailureKind.Temporary, Assert.IsType<DeliveryResult.Failed>(await SendAsync(sns)).Kind);
    }

    private static async Task<DeliveryResult> SendAsync(LoopbackServer server, NoticeKind kind = NoticeKind.Contained, string? deciders = null)
    {
        using var aws = new AwsSession(
            new BasicAWSCredentials("AKIATEST", "test"), "111122223333", "eu-central-1", "aws", new AwsEndpoint(server.Url) { MaxRetries = 0 });
        return await new SnsEmailSender(aws.Client<IAmazonSimpleNotificationService>(), Topic, deciders).SendAsync(Notices.Of(kind), CancellationToken.None);
    }
}
