using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.FindingSources;

namespace Remediator.Infra;

/// <summary>The settings of a deployment: CDK context, from cdk.json or <c>-c name=value</c>.</summary>
public sealed partial record DeploymentSettings
{
    /// <summary>Folder of the playbooks.</summary>
    public string Playbooks { get; init; } = "playbooks";

    public string StackName { get; init; } = "Remediator";

    /// <summary>Name of the action role; another one for each Region of the same account, since IAM is global.</summary>
    public string ActionRole { get; init; } = "RemediatorAction";

    public SlackWebhook? SlackWebhook { get; init; }

    /// <summary>Where the signing secret of Slack's app is kept; null for no buttons in Slack.</summary>
    public SlackWebhook? SlackSigningSecret { get; init; }

    /// <summary>Slack's ids of those who may decide there, between commas.</summary>
    public string? SlackApprovers { get; init; }

    /// <summary>ARNs of the roles and users who may send findings to the lanes by hand, as <c>remediator dlq redrive</c> does, between commas; * and ? are wildcards.</summary>
    public string? Operators { get; init; }

    /// <summary>Whether requests by email carry links to decide by.</summary>
    public bool ApprovalLinks { get; init; }

    /// <summary>Address that alone gets the links of requests; null for all who get messages.</summary>
    public string? ApprovalEmail { get; init; }

    /// <summary>Whether there is a public address that takes decisions.</summary>
    public bool TakesDecisions => ApprovalLinks || SlackSigningSecret is not null;

    /// <summary>Address that gets findings and alarms.</summary>
    public string? Email { get; init; }

    public FunctionArchitecture Architecture { get; init; } = FunctionArchitecture.X86_64;

    public int MemoryMegabytes { get; init; } = 512;

    /// <summary>Most posture findings answered side by side.</summary>
    public int PostureConcurrency { get; init; } = 5;

    /// <summary>Most decisions taken side by side, and what is kept free for them; 0 leaves that to the account's concurrency.</summary>
    public int DecisionConcurrency { get; init; } = 5;

    /// <summary>How long nobody may delete an archived audit entry without a special permission.</summary>
    public int AuditRetentionDays { get; init; } = 400;

    public AuditLock AuditLock { get; init; } = AuditLock.Governance;

    /// <summary>Whether the stack makes the bucket for evidence, and who may take its lock off.</summary>
    public EvidenceLock Evidence { get; init; } = EvidenceLock.None;

    /// <summary>How long a file of evidence is locked.</summary>
    public int EvidenceRetentionDays { get; init; } = 400;

    public int LogRetentionDays { get; init; } = 90;

    /// <summary>ARN of a KMS key for the logs; null for the key of CloudWatch Logs itself.</summary>
    public string? LogKey { get; init; }

    /// <summary>Whether X-Ray traces the functions.</summary>
    public bool Tracing { get; init; }

    public NarrowedRules Narrow { get; init; } = NarrowedRules.Posture;

    /// <summary>Whether the lane's rules let through only the finding types that a playbook names.</summary>
    public bool IsNarrowed(Lane lane) => Narrow == NarrowedRules.All || (Narrow == NarrowedRules.Posture && lane == Lane.Posture);

    /// <summary>Reads every setting and adds a line to <paramref name="faults"/> for each that can't be used.</summary>
    public static DeploymentSettings Read(Func<string, object?> context, ICollection<string> faults)
    {
        var defaults = new DeploymentSettings();
        return new DeploymentSettings
        {
            Playbooks = Text("playbooks") ?? defaults.Playbooks,
            StackName = Matching("stackName", StackNamePattern(), "letters, digits and hyphens, a letter first") ?? defaults.StackName,
            ActionRole = Matching("actionRole", RoleNamePattern(), "a role name: at most 64 letters, digits and _+=,.@-") ?? defaults.ActionRole,
            SlackWebhook = Text("slackWebhook") is { } slack ? SlackWebhook.Parse(slack) ?? Unusable("slackWebhook", "the address") : null,
            SlackSigningSecret = Text("slackSigningSecret") is { } signing ? SlackWebhook.Parse(signing) ?? Unusable("slackSigningSecret", "the signing secret") : null,
            SlackApprovers = Approvers(),
            Operators = OperatorArns(),
            ApprovalLinks = Choice("approvalLinks", Switch.Off) == Switch.On,
            ApprovalEmail = Text("approvalEmail") is { } deciders && Choice("approvalLinks", Switch.Off) == Switch.Off
                ? Fault<string>("approvalEmail", deciders, "approvalLinks=on with it: it is for the links alone")
                : Matching("approvalEmail", EmailPattern(), "an email address"),
            Email = Matching("email", EmailPattern(), "an email address"),
            Architecture = Choice("architecture", defaults.Architecture),
            MemoryMegabytes = Number("memory", defaults.MemoryMegabytes, 128, 10240),
            PostureConcurrency = Number("postureConcurrency", defaults.PostureConcurrency, 2, 1000),
            DecisionConcurrency = Number("decisionConcurrency", defaults.DecisionConcurrency, 0, 1000),
            AuditRetentionDays = Number("auditRetentionDays", defaults.AuditRetentionDays, 1, 36500),
            AuditLock = Choice("auditLock", defaults.AuditLock),
            Evidence = Choice("evidence", defaults.Evidence),
            EvidenceRetentionDays = Number("evidenceRetentionDays", defaults.EvidenceRetentionDays, 1, 36500),
            LogRetentionDays = LogRetention.IsOffered(Number("logRetentionDays", defaults.LogRetentionDays, 1, 3653), out var days) ? days : Fault<int>("logRetentionDays", $"{days}", LogRetention.Offered),
            LogKey = Matching("logKey", KeyArnPattern(), "the ARN of a KMS key"),
            Tracing = Choice("tracing", Switch.Off) == Switch.On,
            Narrow = Choice("narrow", defaults.Narrow),
        };

        string? Text(string name) => Convert.ToString(context(name), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

        string? Matching(string name, Regex pattern, string wanted) =>
            Text(name) is not { } text ? null : pattern.IsMatch(text) ? text : Fault<string>(name, text, wanted);

        int Number(string name, int otherwise, int least, int most) =>
            Text(name) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : Fault<int>(name, text, $"a number from {least} to {most}");

        T Choice<T>(string name, T otherwise)
            where T : struct, Enum =>
            Text(name) is not { } text ? otherwise
            : Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found ? Enum.Parse<T>(found)
            : Fault<T>(name, text, string.Join(" or ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant())));

        // Not shown: somebody may have given the secret itself.
        SlackWebhook? Unusable(string name, string what)
        {
            faults.Add($"context '{name}' can't be used; give the complete ARN of a secret, or ssm: and the name of a SecureString parameter, that holds {what} (cdk.json, or -c {name}=...)");
            return null;
        }

        string? OperatorArns()
        {
            var arns = (Text("operators") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return arns.Length == 0 ? null
                : arns.All(PrincipalPattern().IsMatch) ? string.Join(',', arns)
                : Fault<string>("operators", string.Join(',', arns), "ARNs of roles and users with their account, between commas; * and ? stand for parts of a name");
        }

        // Buttons that anybody in the channel could press are not offered, and a list without buttons is a mistake.
        string? Approvers()
        {
            var ids = (Text("slackApprovers") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return (ids.Length == 0) == (Text("slackSigningSecret") is null) && ids.All(SlackUserPattern().IsMatch)
                ? Text("slackApprovers") is null ? null : string.Join(',', ids)
                : Fault<string>("slackApprovers", string.Join(',', ids), "Slack's ids of those who may decide (U0123ABCD,U0456EFGH), together with slackSigningSecret");
        }

        T? Fault<T>(string name, string text, string wanted)
        {
            faults.Add($"context '{name}' is '{text}'; give {wanted} (cdk.json, or -c {name}=...)");
            return default;
        }
    }

    [GeneratedRegex(@"\A[UW][A-Z0-9]{2,30}\z")]
    private static partial Regex SlackUserPattern();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/*?-]{1,512}\z")]
    private static partial Regex PrincipalPattern();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,127}$")]
    private static partial Regex StackNamePattern();

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{1,64}$")]
    private static partial Regex RoleNamePattern();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$")]
    private static partial Regex KeyArnPattern();
}

/// <summary>Processors that Lambda offers; the code is compiled for one.</summary>
public enum FunctionArchitecture
{
    X86_64,
    Arm64,
}

/// <summary>The lanes whose rules let through only the finding types that a playbook names.</summary>
/// <remarks>
/// What a rule filters out is not recorded as unmatched. Of a threat that nobody foresaw a record must remain, so urgent rules
/// are left wide; Config alone reports every rule on every resource, where such records would only cost.
/// </remarks>
public enum NarrowedRules
{
    None,
    Posture,
    All,
}

/// <summary>Whether anybody at all may take the lock off archived audit entries before its time.</summary>
public enum AuditLock
{
    /// <summary>Who has <c>s3:BypassGovernanceRetention</c>.</summary>
    Governance,

    /// <summary>Nobody.</summary>
    Compliance,
}

/// <summary>Whether there is a bucket for evidence, and whether anybody may take the lock off it before its time.</summary>
public enum EvidenceLock
{
    /// <summary>None is made.</summary>
    None,

    /// <summary>Who has <c>s3:BypassGovernanceRetention</c>.</summary>
    Governance,

    /// <summary>Nobody.</summary>
    Compliance,
}

/// <summary>A setting that is on or off.</summary>
internal enum Switch
{
    Off,
    On,
}
