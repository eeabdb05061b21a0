using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>An ARN, or a pattern of one, held against resources of which only kind, name and account are known. Pure.</summary>
/// <remarks>
/// Findings name a role without its path, and plans a snapshot by its id: an ARN would fail to cover either. So service, account, kind
/// and name are compared, and what is not known of them, or is another Region's, counts as covered: rather one too many than too few.
/// </remarks>
internal sealed class ArnPattern
{
    /// <summary>Services whose ARNs call them as CloudFormation does.</summary>
    private static readonly HashSet<string> SameService = new(
        ["iam", "ec2", "s3", "lambda", "rds", "eks", "ecs", "ecr", "kms", "sqs", "sns", "secretsmanager", "dynamodb", "logs", "autoscaling", "cloudformation", "cloudtrail", "guardduty"],
        StringComparer.Ordinal);

    /// <summary>What ARNs call kinds of a service that may share a name, or a <c>*</c> in its place.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [ResourceKinds.Role] = "role",
        [ResourceKinds.User] = "user",
        [ResourceKinds.AccessKey] = "user",
        [ResourceKinds.Group] = "group",
        [ResourceKinds.ManagedPolicy] = "policy",
        [ResourceKinds.InstanceProfile] = "instance-profile",
        [ResourceKinds.Instance] = "instance",
        [ResourceKinds.NetworkInterface] = "network-interface",
        [ResourceKinds.SecurityGroup] = "security-group",
        [ResourceKinds.Volume] = "volume",
        [ResourceKinds.Snapshot] = "snapshot",
        [ResourceKinds.Image] = "image",
        [ResourceKinds.Vpc] = "vpc",
        [ResourceKinds.NetworkAcl] = "network-acl",
        [ResourceKinds.DbInstance] = "db",
        [ResourceKinds.DbCluster] = "cluster",
        [ResourceKinds.DbSnapshot] = "snapshot",
        [ResourceKinds.DbClusterSnapshot] = "cluster-snapshot",
    };

    private readonly string? _service;
    private readonly string _account = "";
    private readonly string? _word;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private ArnPattern(string pattern)
    {
        var parts = pattern.Split(':', 6);
        if (parts.Length < 6)
        {
            // A * stands for several parts: the name is what is left.
            _names.Add(Tail(pattern));
            _names.RemoveWhere(IsAny);
            return;
        }

        var resource = parts[5];
        (_service, _account) = (parts[2], parts[4]);
        if (_service == "sts" && resource.Split('/') is ["assumed-role", var role, ..])
        {
            (_service, resource) = ("iam", $"role/{role}");
        }

        var end = _service == "s3" ? -1 : resource.IndexOfAny(['/', ':']);
        _word = end < 0 ? null : resource[..end];
        var rest = resource[(end + 1)..];
        _names.Add(rest);
        if (_service == "iam")
        {
            _names.Add(Tail(rest));
            return;
        }

        // A name may be followed by a version, a key or a part of what it names; a tail of * alone is of that.
        _names.Add(rest.EndsWith(":*", StringComparison.Ordinal) ? rest[..^2] : rest);
        _names.Add(rest[..(rest.IndexOfAny(['/', ':']) is > 0 and var first ? first : rest.Length)]);
        if (!IsAny(Tail(rest)))
        {
            _names.Add(Tail(rest));
        }
    }

    /// <summary>Null where it is no ARN: an id or a name.</summary>
    public static ArnPattern? TryParse(string pattern) =>
        pattern.StartsWith("arn:", StringComparison.Ordinal) || (pattern.StartsWith('*') && pattern.AsSpan().IndexOfAny('/', ':') > 0) ? new ArnPattern(pattern) : null;

    public bool Covers(string kind, string name, string account)
    {
        var service = kind.Split("::") is ["AWS", var s, ..] ? s.ToLowerInvariant() : "";
        return (_service is null || !SameService.Contains(service) || NamePattern.Matches(_service, service))
            && (_account.Length == 0 || NamePattern.Matches(_account, account))
            && (_word is null || !Words.TryGetValue(kind, out var word) || !Words.ContainsValue(_word) || _word == word)
            && _names.Any(n => NamePattern.Matches(n, name));
    }

    /// <summary>Why it covers nothing, or not what it says; null where it may.</summary>
    public static string? Fault(string pattern)
    {
        if (!pattern.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parts = pattern.Split(':', 6);
        var isOpen = parts.Length < 6 && pattern.Contains('*', StringComparison.Ordinal);
        return !pattern.StartsWith("arn:", StringComparison.Ordinal) ? $"'{pattern}' covers nothing: an ARN begins with 'arn:', in small letters"
            : pattern[^1] is '/' or ':' ? $"'{pattern}' covers nothing: it ends before the name"
            : isOpen ? null
            : parts.Length < 6 ? $"'{pattern}' covers nothing: an ARN has six parts, arn:partition:service:region:account:resource"
            : parts[4] is { Length: > 0 } account && !account.Contains('*', StringComparison.Ordinal) && (account.Length != 12 || !account.All(char.IsAsciiDigit)) ? $"'{pattern}' covers nothing: '{account}' is not an account's id, which has 12 digits"
            : parts[2] == "iam" && parts[5].Split('/') is { Length: > 2 } path && IsAny(path[^1]) ? $"'{pattern}' would cover every name in the account: findings do not tell the path of a {path[0]}; give its name"
            : null;
    }

    private static string Tail(string text) => text[(text.LastIndexOfAny(['/', ':']) + 1)..];

    private static bool IsAny(string name) => name.All(c => c == '*');
}
