using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>Publishes to the SNS topic that people subscribe to with their addresses.</summary>
/// <remarks>The client retries what is worth it; what still fails is handed on.</remarks>
public sealed class SnsEmailSender(IAmazonSimpleNotificationService sns, string topicArn) : INoticeChannel
{
    public string Name => "email";

    public async Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel)
    {
        var email = EmailMessage.Render(notice);
        try
        {
            var answer = await sns.PublishAsync(new PublishRequest { TopicArn = topicArn, Subject = email.Subject, Message = email.Body }, cancel).ConfigureAwait(false);
            return new DeliveryResult.Delivered(answer.MessageId);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new DeliveryResult.Failed(AwsDelivery.KindOf(e), $"SNS did not take the message for {topicArn}: {SafeText.Line(AwsFailure.Describe(e), 300)}");
        }
    }
}
