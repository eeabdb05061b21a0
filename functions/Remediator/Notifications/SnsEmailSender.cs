using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Publishes to the SNS topic that people subscribe to with their addresses.</summary>
/// <remarks>The client retries what is worth it; what still fails is handed on.</remarks>
/// <param name="topicArn">Who should know.</param>
/// <param name="decidersTopicArn">Who may decide by link: the others get a request without its links. Null where all may.</param>
public sealed class SnsEmailSender(IAmazonSimpleNotificationService sns, string topicArn, string? decidersTopicArn = null) : INoticeChannel
{
    public string Name => "email";

    public async Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel)
    {
        if (decidersTopicArn is null || notice.Decision?.ApproveLink is null)
        {
            return await PublishAsync(topicArn, EmailMessage.Render(notice), cancel).ConfigureAwait(false);
        }

        // Those who decide come first: should the second fail, they get it twice and nobody less.
        return await PublishAsync(decidersTopicArn, EmailMessage.Render(notice), cancel).ConfigureAwait(false) is DeliveryResult.Failed failed
            ? failed
            : await PublishAsync(topicArn, EmailMessage.Render(notice with { Decision = null }), cancel).ConfigureAwait(false);
    }

    public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) => PublishAsync(topicArn, EmailMessage.Render(bulletin), cancel);

    private async Task<DeliveryResult> PublishAsync(string topic, EmailMessage email, CancellationToken cancel)
    {
        try
        {
            var answer = await sns.PublishAsync(new PublishRequest { TopicArn = topic, Subject = email.Subject, Message = email.Body }, cancel).ConfigureAwait(false);
            return new DeliveryResult.Delivered(answer.MessageId);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new DeliveryResult.Failed(AwsDelivery.KindOf(e), $"SNS did not take the message for {topic}: {SafeText.Line(AwsFailure.Describe(e), 300)}");
        }
    }
}
