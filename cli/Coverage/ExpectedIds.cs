using Remediator.Findings;

namespace Remediator.Cli.Coverage;

/// <summary>Whether the ids that the index has of an event were found, and none of them in the wrong place.</summary>
public static class ExpectedIds
{
    /// <summary>Facts of the index that are no ids of resources or actors.</summary>
    private static readonly string[] Facts =
        ["status", "configured", "check", "code", "type", "api", "srcIp", "errorCode", "actorType", "vpc", "eni", "sg", "vuln", "rule", "Case ID", "attributeType", "entity", "compliance", "principal", "seqUid", "affected"];

    /// <summary>The kinds of finding in which an instance only is where a key was used.</summary>
    private static readonly string[] Bystander = ["AccessKey", "S3Bucket"];

    /// <returns>Those that are missing, or that stand among the affected though the finding is not about them.</returns>
    public static IReadOnlyList<string> Wrong(CollectedEvent recorded, IReadOnlyList<Finding> findings)
    {
        var resources = findings.SelectMany(f => f.Resources).ToList();
        return [.. recorded.Ids.Where(IsId).Where(i => !IsRight(i, recorded.Kind, resources, findings)).Select(i => $"{i.Name}={i.Value}")];
    }

    public static int Count(CollectedEvent recorded) => recorded.Ids.Count(IsId);

    private static bool IsId((string Name, string Value) id) => !Facts.Contains(id.Name, StringComparer.Ordinal);

    private static bool IsRight((string Name, string Value) id, string kind, List<ResourceRef> resources, IReadOnlyList<Finding> findings) =>
        id.Name == "instanceProfile" && kind != "Instance" ? true
        : id.Name == "instance" && Bystander.Contains(kind, StringComparer.Ordinal)
            ? resources.All(r => r.Id != id.Value)
            : resources.Any(r => Names(r, id.Value)) || findings.Any(f => Names(f, id.Value));

    private static bool Names(ResourceRef resource, string value) =>
        resource.Arn == value || resource.Id == value || value.EndsWith($"/{resource.Id}", StringComparison.Ordinal) || value.EndsWith($":{resource.Id}", StringComparison.Ordinal)
        || resource.Details.Values.Any(d => d == value || value.EndsWith($"/{d}", StringComparison.Ordinal));

    private static bool Names(Finding finding, string value) =>
        finding.Actor is { } actor && (value == actor.RemoteIp || actor.OtherIps.Contains(value) || value == actor.Domain || value == actor.Principal || actor.Principal?.StartsWith(value, StringComparison.Ordinal) == true);
}
