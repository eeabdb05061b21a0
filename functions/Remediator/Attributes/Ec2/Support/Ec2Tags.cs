using Amazon.EC2;
using Amazon.EC2.Model;

namespace Remediator.Attributes.Ec2Support;

/// <summary>Tags that are given in the same call that creates the resource: it never exists without them.</summary>
internal static class Ec2Tags
{
    public static List<TagSpecification> OnCreated(ResourceType type, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        var list = new List<Tag>(tags.Length);
        foreach (var (key, value) in tags)
        {
            list.Add(new Tag { Key = key, Value = value });
        }

        return [new TagSpecification { ResourceType = type, Tags = list }];
    }
}
