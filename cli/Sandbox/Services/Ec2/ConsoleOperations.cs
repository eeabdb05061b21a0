using System.Text;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>What an instance shows on its console.</summary>
[Ec2]
internal static class ConsoleOperations
{
    [Checks("instance/{InstanceId}")]
    public static Answer GetConsoleOutput(Call call)
    {
        var instance = InstanceOperations.Find(call);
        return Answer.Xml(
            new XElement("instanceId", instance.Id),
            new XElement("timestamp", call.Now.UtcDateTime),
            instance.ConsoleOutput is null ? null : new XElement("output", Convert.ToBase64String(Encoding.UTF8.GetBytes(instance.ConsoleOutput))));
    }

    [Checks("instance/{InstanceId}")]
    public static Answer GetConsoleScreenshot(Call call)
    {
        var instance = InstanceOperations.Find(call);
        return instance.Status == "running"
            ? Answer.Xml(new XElement("instanceId", instance.Id), new XElement("imageData", Convert.ToBase64String(Encoding.UTF8.GetBytes($"picture of {instance.Id}"))))
            : throw new AwsError("IncorrectInstanceState", "The instance is not in the 'running' state.");
    }
}
