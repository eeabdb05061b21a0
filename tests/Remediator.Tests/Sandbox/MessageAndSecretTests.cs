using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Remediator.Tests.Sandbox;

public sealed class MessageAndSecretTests : SandboxTest
{
    private IAmazonSimpleNotificationService Sns => Session.Client<IAmazonSimpleNotificationService>();

    [Fact]
    public async Task Keeps_published_messages_for_inspection()
    {
        var topic = Account.AddTopic("alerts");

        await Sns.PublishAsync(new PublishRequest { TopicArn = topic, Subject = "Contained", Message = "line 1\nline 2 é" });

        var message = Assert.Single(Region.Messages);
        Assert.Equal((topic, "Contained", "line 1\nline 2 é"), (message.TopicArn, message.Subject, message.Message));
    }

    [Fact]
    public async Task Refuses_topics_that_are_not_there_and_subjects_that_email_cannot_carry()
    {
        var topic = Account.AddTopic("alerts");

        Assert.Equal("NotFound", await ErrorOf(() => Sns.PublishAsync(new PublishRequest { TopicArn = topic + "x", Message = "m" })));
        Assert.Equal("InvalidParameter", await ErrorOf(() => Sns.PublishAsync(new PublishRequest { TopicArn = topic, Subject = "two\nlines", Message = "m" })));
        Assert.Equal("InvalidParameter", await ErrorOf(() => Sns.PublishAsync(new PublishRequest { TopicArn = topic, Subject = new string('x', 101), Message = "m" })));
    }

    [Fact]
    public async Task Decrypts_a_parameter_only_when_asked()
    {
        Account.AddParameter("/remediator/slack", "https://hooks.example/secret");
        var ssm = Session.Client<IAmazonSimpleSystemsManagement>();

        Assert.Equal("https://hooks.example/secret", (await ssm.GetParameterAsync(new GetParameterRequest { Name = "/remediator/slack", WithDecryption = true })).Parameter.Value);
        Assert.DoesNotContain("secret", (await ssm.GetParameterAsync(new GetParameterRequest { Name = "/remediator/slack" })).Parameter.Value, StringComparison.Ordinal);
        Assert.Equal("ParameterNotFound", await ErrorOf(() => ssm.GetParameterAsync(new GetParameterRequest { Name = "/other" })));
    }

    [Fact]
    public async Task Finds_a_secret_by_name_and_by_ARN()
    {
        var secret = Account.AddSecret("slack", "https://hooks.example/secret");
        var manager = Session.Client<IAmazonSecretsManager>();

        Assert.Equal(secret.Value, (await manager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "slack" })).SecretString);
        Assert.Equal(secret.Value, (await manager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = secret.Arn })).SecretString);
        Assert.Equal("ResourceNotFoundException", await ErrorOf(() => manager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "other" })));
    }
}
