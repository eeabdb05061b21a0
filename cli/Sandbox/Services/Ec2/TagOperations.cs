using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class TagOperations
{
    private const int TagLimit = 50;

    public static Answer CreateTags(Call call)
    {
        var tags = call.Parameters.Structs("Tag").Select(t => KeyValuePair.Create(t.Required("Key"), t["Value"] ?? "")).ToList();
        if (tags.Count == 0)
        {
            throw AwsError.MissingParameter("Tag");
        }

        var context = tags.ToDictionary(t => "aws:RequestTag/" + t.Key, t => t.Value, StringComparer.Ordinal);
        var resources = Resources(call, context);
        if (resources.Any(r => r.Tags.Keys.Union(tags.Select(t => t.Key)).Count() > TagLimit))
        {
            throw new AwsError("TagLimitExceeded", $"Tag limit of {TagLimit} exceeded");
        }

        if (tags.Any(t => t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
        {
            throw new AwsError("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
        }

        foreach (var resource in resources)
        {
            foreach (var (key, value) in tags)
            {
                resource.Tags[key] = value;
            }
        }

        return Ec2Xml.Done;
    }

    /// <remarks>A tag named with a value goes only if it has that value; without any tag named, all go.</remarks>
    public static Answer DeleteTags(Call call)
    {
        var tags = call.Parameters.Structs("Tag");
        foreach (var resource in Resources(call, null))
        {
            var doomed = tags.Count == 0
                ? resource.Tags.Keys.ToList()
                : tags.Where(t => resource.Tags.TryGetValue(t.Required("Key"), out var value) && (t["Value"] is not { } wanted || wanted == value)).Select(t => t.Required("Key")).ToList();
            doomed.ForEach(key => resource.Tags.Remove(key));
        }

        return Ec2Xml.Done;
    }

    [Checks("*")]
    public static Answer DescribeTags(Call call)
    {
        var region = call.Region;
        IEnumerable<(string Type, string Id, Tags Tags)> resources =
        [
            .. region.Instances.Select(r => ("instance", r.Key, r.Value.Tags)),
            .. region.NetworkInterfaces.Select(r => ("network-interface", r.Key, r.Value.Tags)),
            .. region.SecurityGroups.Select(r => ("security-group", r.Key, r.Value.Tags)),
            .. region.Snapshots.Select(r => ("snapshot", r.Key, r.Value.Tags)),
            .. region.Subnets.Select(r => ("subnet", r.Key, r.Value.Tags)),
            .. region.Volumes.Select(r => ("volume", r.Key, r.Value.Tags)),
            .. region.Vpcs.Select(r => ("vpc", r.Key, r.Value.Tags)),
        ];
        var rows = resources.SelectMany(r => r.Tags.Select(t => new Row(r.Type, r.Id, t.Key, t.Value))).Filtered(call, (r, name) => name switch
        {
            "resource-id" => [r.Id],
            "resource-type" => [r.Type],
            "key" => [r.Key],
            "value" => [r.Value],
            _ => null,
        });
        return Ec2Xml.Page(call, "tagSet", rows, r => new object[]
        {
            new XElement("resourceId", r.Id),
            new XElement("resourceType", r.Type),
            new XElement("key", r.Key),
            new XElement("value", r.Value),
        });
    }

    private static List<ITagged> Resources(Call call, Dictionary<string, string>? context)
    {
        var ids = call.Parameters.List("ResourceId");
        foreach (var id in ids)
        {
            call.Demand(call.Operation.DefaultAction, World.Arn("ec2", call.RegionName, call.Account.Id, $"{TypeOf(id)}/{id}"), context);
        }

        return [.. ids.Select(id => call.Region.Tagged(id) ?? throw new AwsError("InvalidID", $"The ID '{id}' is not valid"))];
    }

    private static string TypeOf(string id) => id.Split('-')[0] switch
    {
        "i" => "instance",
        "eni" => "network-interface",
        "sg" => "security-group",
        "sgr" => "security-group-rule",
        "vol" => "volume",
        "snap" => "snapshot",
        "acl" => "network-acl",
        "eipalloc" => "elastic-ip",
        var same => same,
    };

    private sealed record Row(string Type, string Id, string Key, string Value) : ITagged
    {
        public Tags Tags => new([KeyValuePair.Create(Key, Value)]);
    }
}
