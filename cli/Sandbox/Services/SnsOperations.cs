using System.Text;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

[Service("sns", Protocol.Query, Namespace = "http://sns.amazonaws.com/doc/2010-03-31/")]
internal static class SnsOperations
{
    private const int MessageLimit = 256 * 1024;
    private const int SubjectLimit = 100;

    [Checks("{TopicArn}")]
    public static Answer Publish(Call call)
    {
        var topic = call.Parameters.Required("TopicArn");
        var message = call.Parameters["Message"] is { Length: > 0 } text ? text : throw new AwsError("InvalidParameter", "Invalid parameter: Empty message");
        if (Encoding.UTF8.GetByteCount(message) > MessageLimit)
        {
            throw new AwsError("InvalidParameter", "Invalid parameter: Message too long");
        }

        if (call.Parameters["Subject"] is { } subject && (subject.Length is 0 or > SubjectLimit || subject.Any(char.IsControl) || !char.IsAscii(subject[0]) || char.IsWhiteSpace(subject[0])))
        {
            throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
        }

        if (!call.Region.Topics.Contains(topic))
        {
            throw new AwsError("NotFound", "Topic does not exist", 404);
        }

        call.Region.Messages.Add(new PublishedMessage(topic, call.Parameters["Subject"], message, call.Now));
        return Answer.Xml(new XElement("MessageId", call.World.RequestId()));
    }
}
