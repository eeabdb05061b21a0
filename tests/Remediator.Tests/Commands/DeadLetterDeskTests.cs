using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Remediator.Cli;
using Remediator.Cli.DeadLetters;
using Remediator.FaultMatrix.Faults;

namespace Remediator.Tests.Commands;

/// <summary>What becomes of a message that its lane does not take.</summary>
public sealed class DeadLetterDeskTests
{
    private const string Lane = "https://sqs.eu-central-1.amazonaws.com/111122223333/Remediator-UrgentFindings";

    private readonly List<string> _calls = [];

    [Fact]
    public async Task Who_is_no_operator_is_told_how_to_become_one_and_the_message_stays()
    {
        var letter = new DeadLetter(new DeadLetterQueue($"{Lane}Dead", Lane), new Message { MessageId = "4f1c9a52", Body = "{}", ReceiptHandle = "r" });

        var refused = await Assert.ThrowsAsync<CliException>(() => new DeadLetterDesk(Refusing()).RedriveAsync(letter, Lane, default));

        Assert.Contains("takes nothing from you", refused.Message, StringComparison.Ordinal);
        Assert.Contains("not authorized to perform: sqs:sendmessage", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-c operators=ARN,...", refused.Message, StringComparison.Ordinal);
        Assert.Contains("The message stays in the dead-letter queue.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["SendMessageAsync"], _calls);
    }

    /// <summary>SQS as the policy of a lane makes it answer.</summary>
    private IAmazonSQS Refusing() => StoreProxy.Before<IAmazonSQS>(
        new AmazonSQSClient(new AnonymousAWSCredentials(), new AmazonSQSConfig { ServiceURL = "http://localhost" }),
        (method, _) =>
        {
            _calls.Add(method);
            return method == nameof(IAmazonSQS.SendMessageAsync)
                ? Task.FromException<SendMessageResponse>(new AmazonSQSException("User is not authorized to perform: sqs:sendmessage on resource with an explicit deny in a resource-based policy") { ErrorCode = "AccessDenied" })
                : throw new InvalidOperationException(method);
        });
}
