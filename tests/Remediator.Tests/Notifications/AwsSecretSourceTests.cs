using System.Text.Json.Nodes;
using Amazon.Runtime;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class AwsSecretSourceTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("/slack/webhook", "AmazonSSM.GetParameter", "/slack/webhook")]
    [InlineData("ssm:webhook", "AmazonSSM.GetParameter", "webhook")]
    [InlineData("arn:aws:ssm:eu-central-1:111122223333:parameter/slack", "AmazonSSM.GetParameter", "arn:aws:ssm:eu-central-1:111122223333:parameter/slack")]
    [InlineData("slack-webhook", "secretsmanager.GetSecretValue", "slack-webhook")]
    [InlineData("arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:slack-AbCdEf", "secretsmanager.GetSecretValue", "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:slack-AbCdEf")]
    public async Task Asks_the_service_that_the_reference_names(string reference, string operation, string id)
    {
        using var aws = Answering("https://hooks.example/x");

        Assert.Equal("https://hooks.example/x", await Source(aws, reference).GetAsync(CancellationToken.None));

        var request = Assert.Single(aws.Requests);
        Assert.Contains($"X-Amz-Target: {operation}", request.Head, StringComparison.OrdinalIgnoreCase);
        var body = JsonNode.Parse(request.Body)!;
        Assert.Equal(id, (string?)(body["Name"] ?? body["SecretId"]));
        Assert.NotEqual(false, (bool?)body["WithDecryption"]);
    }

    [Theory]
    [InlineData("{\"url\":\"https://hooks.example/x\"}", "https://hooks.example/x")]
    [InlineData("{\"token\":\"xoxb-1\",\"channel\":\"C0SEC\"}", "{\"token\":\"xoxb-1\",\"channel\":\"C0SEC\"}")]
    [InlineData(" https://hooks.example/x\n", "https://hooks.example/x")]
    [InlineData("{\"other\":1}", "")]
    [InlineData("{broken s3cr3t", "")]
    public async Task A_secret_is_text_or_json_with_an_url(string stored, string value)
    {
        using var aws = Answering(stored);

        Assert.Equal(value, await Source(aws, "slack").GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Is_remembered_for_a_while_and_until_it_is_refused()
    {
        using var aws = Answering("https://hooks.example/x");
        var source = Source(aws, "slack");

        await source.GetAsync(CancellationToken.None);
        await source.GetAsync(CancellationToken.None);
        Assert.Single(aws.Requests);

        source.Forget();
        await source.GetAsync(CancellationToken.None);
        Assert.Equal(2, aws.Requests.Count);

        _time.Advance(TimeSpan.FromMinutes(16));
        await source.GetAsync(CancellationToken.None);
        Assert.Equal(3, aws.Requests.Count);
    }

    [Fact]
    public async Task Never_shows_the_secret_in_its_own_text()
    {
        using var aws = Answering("https://hooks.example/s3cr3t");
        var source = Source(aws, "slack");
        await source.GetAsync(CancellationToken.None);

        Assert.Equal("slack", source.ToString());
        Assert.DoesNotContain("s3cr3t", new GivenSecret("s3cr3t").ToString(), StringComparison.Ordinal);
    }

    private static LoopbackServer Answering(string secret)
    {
        var value = JsonValue.Create(secret).ToJsonString();
        return LoopbackServer.Answering(new HttpReply(200, $$"""{"SecretString":{{value}},"Parameter":{ "Value": {{value}} } }""", "Content-Type: application/x-amz-json-1.1"));
    }

    private AwsSecretSource Source(LoopbackServer server, string reference) =>
        new(new AwsSession(new BasicAWSCredentials("AKIATEST", "test"), "111122223333", "eu-central-1", "aws", new AwsEndpoint(server.Url)), reference, _time);
}
