using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Attributes.Evidence;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>The files of evidence about one instance, task, user, access key or session of a role, and the manifest of their hashes.</summary>
internal sealed class EvidencePlan(string step, string bucket, PlanContext context)
{
    private const string ManifestName = "manifest.json";

    private static readonly TimeSpan Back = TimeSpan.FromHours(24);

    /// <summary>Of a task the last part of its ARN, which names the sessions of its role too.</summary>
    private readonly string _id = EcsNames.Parse(context.Resource.Id)?.Task ?? context.Resource.Id;

    /// <summary>The files by their names, with what they hold; what may not be there is best effort.</summary>
    private (string Name, JsonObject Wanted, bool Optional)[] Files => context.Resource.Kind switch
    {
        ResourceKinds.Instance =>
        [
            ("instance.json", Collect(EvidenceCollector.Instance), false),
            ("console-output.txt", Collect(EvidenceCollector.ConsoleOutput), true),
            ("screenshot.jpg", Collect(EvidenceCollector.Screenshot), true),
            ("api-calls.json", ApiCalls(), true),
        ],
        ResourceKinds.EcsTask =>
        [
            ("task.json", new JsonObject { ["collect"] = EvidenceCollector.Task, [EvidenceCollector.Task] = context.Resource.Id }, false),
            ("api-calls.json", ApiCalls(), true),
        ],
        _ when RegionOfIam == context.Finding.Region => [("api-calls.json", ApiCalls(), false)],
        _ => [("api-calls.json", ApiCalls(), false), ("iam-api-calls.json", ApiCalls(RegionOfIam), true)],
    };

    private string RegionOfIam => EventHistory.RegionOfIam(context.Finding.Partition);

    /// <summary>CloudTrail's user name of a role's session; null where the finding does not name one.</summary>
    public static string? SessionOf(ResourceRef role) => IamNames.AssumedRole(role.Detail(ResourceDetails.PrincipalId))?.Session;

    public Target Place(string name) => EvidenceFile.Of(bucket, $"{context.ExecutionId}/{_id}/{name}");

    public IEnumerable<string> Names => Files.Select(f => f.Name).Append(ManifestName);

    /// <summary>What is in the bucket already stays as it is: its time and its hash are part of the evidence.</summary>
    public IEnumerable<Change> Changes(ImmutableDictionary<string, AttributeValue> live)
    {
        foreach (var (name, wanted, optional) in Files)
        {
            yield return Change(name, wanted, live) with { Optional = optional };
        }

        var manifest = new JsonObject
        {
            ["collect"] = EvidenceCollector.Manifest,
            ["finding"] = context.Finding.Id,
            ["files"] = new JsonArray([.. Files.Select(f => (JsonNode)JsonValue.Create(f.Name))]),
            ["required"] = new JsonArray([.. Files.Where(f => !f.Optional).Select(f => (JsonNode)JsonValue.Create(f.Name))]),
        };
        yield return Change(ManifestName, manifest, live) with { Stage = 1, Note = Detective() };
    }

    private Change Change(string name, JsonObject wanted, ImmutableDictionary<string, AttributeValue> live)
    {
        var before = live.GetValueOrDefault(name);
        return new Change
        {
            Step = step,
            Attribute = nameof(EvidenceFile),
            Target = Place(name),
            Before = before,
            After = before.IsAbsent ? AttributeValue.Of(wanted) : before,
            Phase = Phase.Evidence,
            Keep = true,
        };
    }

    private JsonObject Collect(string what) => new() { ["collect"] = what, ["instance"] = _id };

    /// <remarks>Sessions of an instance's or a task's role are named after it. From a full hour on, so that a delivery that plans anew asks the same.</remarks>
    private JsonObject ApiCalls(string? region = null)
    {
        var calls = new JsonObject
        {
            ["collect"] = EvidenceCollector.ApiCalls,
            [context.Resource.Kind == ResourceKinds.AccessKey ? EvidenceCollector.Key : EvidenceCollector.User] = (context.Resource.Kind == ResourceKinds.Role ? SessionOf(context.Resource) : null) ?? _id,
            ["from"] = (context.Now - Back).UtcDateTime.ToString("yyyy-MM-dd'T'HH':00:00Z'", CultureInfo.InvariantCulture),
        };
        if (region is not null)
        {
            calls[EvidenceCollector.Region] = region;
        }

        return calls;
    }

    /// <summary>https://docs.aws.amazon.com/detective/latest/userguide/profile-navigate-url.html</summary>
    private string? Detective()
    {
        var domain = context.Finding.Partition switch { "aws" => "aws.amazon.com", "aws-us-gov" => "amazonaws-us-gov.com", _ => null };
        var region = Uri.EscapeDataString(context.Finding.Region);
        return domain is null || Entity() is not var (kind, id)
            ? null
            : $"Where Amazon Detective is on: https://console.{domain}/detective/home?region={region}#entities/{kind}/{Uri.EscapeDataString(id)}";
    }

    /// <summary>Users and sessions go by their unique ids.</summary>
    private (string Kind, string Id)? Entity() => (context.Resource.Kind, context.Resource.Detail(ResourceDetails.PrincipalId)) switch
    {
        (ResourceKinds.Instance, _) => ("Ec2Instance", _id),
        (ResourceKinds.Role, { } session) => ("AwsRoleSession", session),
        (ResourceKinds.User or ResourceKinds.AccessKey, { } user) when user.StartsWith("AIDA", StringComparison.Ordinal) => ("AwsUser", user),
        _ => null,
    };
}
