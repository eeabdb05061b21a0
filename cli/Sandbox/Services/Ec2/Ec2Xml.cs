using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Pieces of EC2's answers that many operations share.</summary>
internal static class Ec2Xml
{
    public static XElement List<T>(string name, IEnumerable<T> items, Func<T, object?> content) => new(name, items.Select(i => new XElement("item", content(i))));

    public static XElement Tags(Tags tags) => List("tagSet", tags, t => new object[] { new XElement("key", t.Key), new XElement("value", t.Value) });

    public static XElement Groups(SandboxRegion region, IEnumerable<string> ids) =>
        List("groupSet", ids, id => new object[] { new XElement("groupId", id), new XElement("groupName", region.SecurityGroups.GetValueOrDefault(id)?.Name) });

    public static XElement? Optional(string name, object? value) => value is null ? null : new XElement(name, value);

    /// <summary>One page of items in a set, with the token of the next.</summary>
    public static Answer Page<T>(Call call, string set, IEnumerable<T> all, Func<T, object?> content)
    {
        var (items, next) = call.Page([.. all], call.Parameters["NextToken"], call.Parameters.Int("MaxResults"));
        return Answer.Xml(List(set, items, content), Optional("nextToken", next));
    }

    public static Answer Done { get; } = Answer.Xml(new XElement("return", true));

    /// <summary>The tags that a call wants on what it creates; asks IAM for them.</summary>
    public static Tags TagsToCreate(Call call, string resourceType)
    {
        var specifications = call.Parameters.Structs("TagSpecification");
        if (specifications.FirstOrDefault(s => s["ResourceType"] != resourceType) is { } wrong)
        {
            throw new AwsError("InvalidParameterValue", $"'{wrong["ResourceType"]}' is not a valid taggable resource type for this operation.");
        }

        var tags = new Tags(specifications.SelectMany(s => s.Structs("Tag")).Select(t => KeyValuePair.Create(t.Required("Key"), t["Value"] ?? "")));
        if (tags.Count > 0)
        {
            var context = tags.ToDictionary(t => "aws:RequestTag/" + t.Key, t => t.Value, StringComparer.Ordinal);
            context["ec2:CreateAction"] = call.Operation.Name;
            call.Demand("ec2:CreateTags", World.Arn("ec2", call.RegionName, call.Account.Id, resourceType + "/*"), context);
        }

        return tags;
    }
}
