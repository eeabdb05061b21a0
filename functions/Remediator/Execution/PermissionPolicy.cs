using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Makes IAM policies from what remediations and attributes declare: the action role's, and the cut-down one of a session.</summary>
public static class PermissionPolicy
{
    /// <summary>AWS's limit for the plain text of a session policy, in characters.</summary>
    /// <remarks>https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html</remarks>
    public const int SessionPolicyLimit = 2048;

    /// <summary>Names of a template that every finding fills.</summary>
    private static readonly string[] Everywhere = ["partition", "region", "account"];

    private static readonly string[] ReadVerbs = ["Describe", "Get", "List"];

    /// <summary>Everything that these remediations may call, without duplicates.</summary>
    public static ImmutableArray<Permission> Of(IEnumerable<Remediation> remediations)
    {
        var all = new HashSet<Permission>();
        foreach (var remediation in remediations)
        {
            all.UnionWith(remediation.ObservePermissions);
            foreach (var attribute in remediation.Attributes)
            {
                all.UnionWith(AttributeCatalogue.Get(attribute).ReadPermissions);
                all.UnionWith(AttributeCatalogue.Get(attribute).WritePermissions);
            }
        }

        return [.. all.InOrder((a, b) => string.CompareOrdinal(a.Action, b.Action) is not 0 and var byAction ? byAction : string.CompareOrdinal(a.Resource, b.Resource))];
    }

    /// <summary>A policy document with every name in braces that <paramref name="names"/> lacks replaced by <c>*</c>.</summary>
    public static string Document(IEnumerable<Permission> permissions, IReadOnlyDictionary<string, string> names)
    {
        // What is allowed on one resource is one statement, and resources on which the same is allowed share it.
        var places = new Dictionary<string, PolicyStatement>(StringComparer.Ordinal);
        foreach (var permission in permissions)
        {
            var (resource, condition) = (Fill(permission.Resource, names), permission.Condition is null ? null : Fill(permission.Condition, names));
            var key = $"{resource}\u001f{condition}";
            if (!places.TryGetValue(key, out var place))
            {
                places.Add(key, place = new PolicyStatement(condition));
                place.Resources.Add(resource);
            }

            place.Actions.Add(permission.Action);
        }

        var statements = new Dictionary<string, PolicyStatement>(StringComparer.Ordinal);
        foreach (var place in places.Values)
        {
            var key = $"{place.Name}\u001f\u001f{place.Condition}";
            if (!statements.TryAdd(key, place))
            {
                statements[key].Resources.UnionWith(place.Resources);
            }
        }

        return PolicyStatement.Document(statements.Values.InOrder((a, b) => string.CompareOrdinal(a.Name, b.Name)));
    }

    /// <summary>The policy of one session: these remediations on this resource.</summary>
    /// <param name="named">What else is known: <see cref="SessionNames"/>.</param>
    /// <remarks>
    /// A session may do what its own and the role's policy both allow. So where the whole text is over AWS's limit, it names the
    /// actions and narrows what the finding can narrow; other conditions and the patterns of other resources are left to the role.
    /// Where that is too long as well, reads go by their verb. Remediations that never act on the resource's kind get nothing.
    /// </remarks>
    public static string ForSession(IEnumerable<Remediation> remediations, Finding finding, ResourceRef resource, IReadOnlyDictionary<string, string>? named = null)
    {
        var all = remediations.ToList();
        var fitting = all.FindAll(r => r.Kinds.Contains(resource.Kind, StringComparer.Ordinal));
        var permissions = Of(fitting.Count > 0 ? fitting : all);
        var names = Names(finding, resource);
        foreach (var (name, value) in named ?? SessionNames.None)
        {
            if (IsSafe(value, ""))
            {
                names.TryAdd(name, value);
            }
        }

        var whole = Document(permissions, names);
        if (whole.Length <= SessionPolicyLimit)
        {
            return whole;
        }

        var shortened = Shortened(permissions, names, finding.Region).ToList();
        var shorter = Document(shortened, names);
        return shorter.Length <= SessionPolicyLimit ? shorter : Document(ByVerb(shortened), names);
    }

    /// <summary>Keeps the resources of those actions that the finding narrows to one resource; the others keep its Region.</summary>
    private static IEnumerable<Permission> Shortened(ImmutableArray<Permission> permissions, Dictionary<string, string> names, string inRegion)
    {
        var region = $$$"""{"StringEquals":{"aws:RequestedRegion":"{{{JsonEncodedText.Encode(inRegion)}}}"}}""";
        var own = names.Keys.Except(Everywhere, StringComparer.Ordinal).Select(n => $"{{{n}}}").ToList();
        var narrowed = permissions.Where(p => IsOwn(p.Resource) || IsOwn(p.Condition)).Select(p => p.Action).ToHashSet(StringComparer.Ordinal);
        return permissions
            .Select(p => narrowed.Contains(p.Action) ? p with { Condition = IsOwn(p.Condition) ? p.Condition : null } : new Permission(p.Action, "*", IsGlobal(p.Action) ? null : region))
            .Distinct();

        bool IsOwn(string? template) => template is not null && own.Exists(n => template.Contains(n, StringComparison.Ordinal));
    }

    /// <summary>Reads that nothing narrows as <c>ec2:Describe*</c>: the role's policy still says which.</summary>
    private static IEnumerable<Permission> ByVerb(IEnumerable<Permission> permissions) =>
        permissions
            .Select(p => p.Resource == "*" && Array.Find(ReadVerbs, v => p.Action.Contains($":{v}", StringComparison.Ordinal)) is { } verb
                ? p with { Action = $"{p.Action[..p.Action.IndexOf(':', StringComparison.Ordinal)]}:{verb}*" }
                : p)
            .Distinct();

    /// <summary>IAM answers from one Region whatever the finding's is, its events are looked up there, and S3 answers also for buckets elsewhere.</summary>
    private static bool IsGlobal(string action) =>
        action.StartsWith("iam:", StringComparison.Ordinal) || action.StartsWith("s3:", StringComparison.Ordinal) || action.StartsWith("cloudtrail:Lookup", StringComparison.Ordinal);

    /// <summary>The policy of the action role: these remediations on any resource of this partition and account.</summary>
    public static string ForRole(IEnumerable<Remediation> remediations, string partition, string account) =>
        Document(Of(remediations), new Dictionary<string, string>(StringComparer.Ordinal) { ["partition"] = partition, ["account"] = account });

    /// <summary>The names that the finding can fill in a template.</summary>
    private static Dictionary<string, string> Names(Finding finding, ResourceRef resource)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["partition"] = finding.Partition,
            ["region"] = finding.Region,
            ["account"] = finding.Account,
            ["member"] = finding.Account,
        };
        var own = resource.Kind switch
        {
            ResourceKinds.Instance => ("instanceId", resource.Id),
            ResourceKinds.SecurityGroup => ("groupId", resource.Id),
            ResourceKinds.AutoScalingGroup => ("autoScalingGroup", resource.Id),
            ResourceKinds.Bucket => ("bucketName", resource.Id),
            ResourceKinds.S3Object when resource.Detail(ResourceDetails.BucketName) is { } bucket => ("bucketName", bucket),
            ResourceKinds.Snapshot => ("snapshotId", resource.Id),
            ResourceKinds.Image => ("imageId", resource.Id),
            ResourceKinds.DbSnapshot or ResourceKinds.DbClusterSnapshot => ("dbSnapshot", resource.Id.ToLowerInvariant()),
            ResourceKinds.DbInstance => ("dbInstance", resource.Id.ToLowerInvariant()),
            ResourceKinds.DbCluster => ("dbCluster", resource.Id.ToLowerInvariant()),
            ResourceKinds.Key => ("keyId", resource.Id[(resource.Id.LastIndexOf('/') + 1)..]),
            ResourceKinds.Function => ("functionName", resource.Id),
            ResourceKinds.Trail => ("trailName", resource.Id[(resource.Id.LastIndexOf('/') + 1)..]),
            ResourceKinds.ConfigRecorder => ("recorderName", resource.Id),
            ResourceKinds.Detector => ("detectorId", resource.Id),
            ResourceKinds.EcrRepository => ("repository", resource.Id),
            ResourceKinds.Secret => ("secret", SecretName(resource.Id)),
            ResourceKinds.User => ("userName", resource.Id),
            ResourceKinds.Role => ("roleName", resource.Id),
            ResourceKinds.AccessKey when resource.Detail(ResourceDetails.UserName) is { } user => ("userName", user),
            _ => default,
        };
        if (own.Item1 is { } name && IsSafe(own.Item2, resource.Kind))
        {
            // The end of a secret's ARN is chance, which only the whole ARN names.
            names[name] = resource.Kind == ResourceKinds.Secret && !IsWholeSecret(own.Item2, resource.Id) ? own.Item2 + "-??????" : own.Item2;
        }

        if (resource.Kind == ResourceKinds.Instance && resource.Detail(ResourceDetails.VpcId) is { } vpc && IsSafe(vpc, ResourceKinds.Vpc))
        {
            names["vpc"] = vpc;
        }

        if (resource.Kind == ResourceKinds.EcsTask && EcsNames.Parse(resource.Id) is { } task)
        {
            names["ecsCluster"] = task.Cluster;
            names["ecsTask"] = task.Task;
        }

        if (EksNames.ClusterOf(finding, resource) is { } cluster)
        {
            names["eksCluster"] = cluster;
        }

        return names;
    }

    /// <summary>Ids come from outside: nothing in them may widen an ARN.</summary>
    private static bool IsSafe(string id, string kind)
    {
        var hasPath = kind is ResourceKinds.EcrRepository or ResourceKinds.Secret;
        return id.Length > 0 && id.Length <= (hasPath ? 520 : 128)
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+' or '=' or ',' or '@' || (hasPath && c == '/'));
    }

    private static string SecretName(string id) => Arn.TryParse(id) is { Service: "secretsmanager" } arn && arn.Resource.Split(':', 2) is ["secret", var name] ? name : id;

    private static bool IsWholeSecret(string name, string id) =>
        name != id && name.Length > 7 && name[^7] == '-' && name[^6..].All(char.IsAsciiLetterOrDigit);

    /// <summary>A condition is JSON, whose own braces hold more than a name, and stay.</summary>
    private static string Fill(string template, IReadOnlyDictionary<string, string> names)
    {
        var text = template;
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            if (close > open && text[(open + 1)..close] is var name && name.All(char.IsAsciiLetter))
            {
                text = string.Concat(text.AsSpan(0, open), names.GetValueOrDefault(name) ?? "*", text.AsSpan(close + 1));
            }
        }

        return text;
    }
}
