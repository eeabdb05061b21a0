using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Remediator.Planning;

namespace Remediator.Attributes.Ec2Support;

/// <summary>Values of <see cref="QuarantineGroup"/>: <c>{"id":"sg-...","rules":[...]}</c>.</summary>
internal static class QuarantineGroupValue
{
    /// <summary>Any group of the engine's without rules.</summary>
    public static AttributeValue Empty { get; } = AttributeValue.Of(new JsonObject { ["rules"] = new JsonArray() });

    public static AttributeValue Of(string groupId, IEnumerable<string> rules) =>
        AttributeValue.Of(new JsonObject { ["id"] = groupId, ["rules"] = new JsonArray([.. rules.Select(r => (JsonNode)JsonValue.Create(r)!)]) });

    public static AttributeValue Of(SecurityGroup group) => Of(group.GroupId, SecurityGroupRules.Of(group));

    public static string? Id(AttributeValue value) => value.ToNode()?["id"]?.GetValue<string>();

    public static IReadOnlyList<string> Rules(AttributeValue value) =>
        value.ToNode()?["rules"] is JsonArray rules ? [.. rules.Select(r => r!.GetValue<string>())] : [];

    /// <summary>Whether the engine made the group: its name alone is nobody's property.</summary>
    public static bool IsOwn(SecurityGroup group) =>
        (group.Tags ?? []).Exists(t => t.Key == EngineTags.Role && t.Value == EngineTags.Quarantine);
}
