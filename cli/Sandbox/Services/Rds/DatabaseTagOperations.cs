using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Rds;

[Rds]
internal static class DatabaseTagOperations
{
    public static Answer ListTagsForResource(Call call)
    {
        var arn = call.Parameters.Required("ResourceName");
        call.Demand(call.Operation.DefaultAction, arn);
        var tags = arn.Split(':', 7) is [_, _, _, _, _, var type, var id] ? Tags(call.Region, type, id) : null;
        return tags is null
            ? throw new AwsError("DBInstanceNotFound", $"{arn} not found.", 404)
            : Answer.Xml(List(tags));
    }

    public static XElement List(Tags tags) => new("TagList", tags.Select(t => new XElement("Tag", new XElement("Key", t.Key), new XElement("Value", t.Value))));

    private static Tags? Tags(SandboxRegion region, string type, string id) => type switch
    {
        "db" => region.Databases.GetValueOrDefault(id)?.Tags,
        "cluster" => region.DatabaseClusters.GetValueOrDefault(id)?.Tags,
        "snapshot" or "cluster-snapshot" => region.DatabaseSnapshots.GetValueOrDefault(id)?.Tags,
        _ => null,
    };
}
