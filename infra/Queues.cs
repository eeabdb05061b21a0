using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Remediator.Infra;

/// <summary>What all queues have in common: encrypted at rest, and only over TLS.</summary>
internal static class Queues
{
    /// <summary>A dead-letter queue, kept for SQS's longest time: a message's age counts from its first sending.</summary>
    public static Queue DeadLetters(Construct scope, string id) => new(scope, id, new QueueProps
    {
        Encryption = QueueEncryption.SQS_MANAGED,
        EnforceSSL = true,
        RetentionPeriod = Duration.Days(14),
    });

    public static Queue Work(Construct scope, string id, Duration visibility, IDeadLetterQueue deadLetters) => new(scope, id, new QueueProps
    {
        Encryption = QueueEncryption.SQS_MANAGED,
        EnforceSSL = true,
        RetentionPeriod = Duration.Days(4),
        VisibilityTimeout = visibility,
        DeadLetterQueue = deadLetters,
    });
}
