using Remediator.Infra.Tests.Support;

namespace Remediator.Infra.Tests;

public class DeploymentTests
{
    [Fact]
    public void Needs_no_setting()
    {
        var faults = new List<string>();

        Assert.Equal(new DeploymentSettings(), DeploymentSettings.Read(_ => null, faults));
        Assert.Empty(faults);
    }

    [Fact]
    public void Reads_every_setting()
    {
        var faults = new List<string>();
        var settings = Settings(
            faults,
            ("playbooks", "mine"),
            ("stackName", "Mine"),
            ("actionRole", "MyRole"),
            ("slackWebhook", "ssm:/remediator/slack"),
            ("slackSigningSecret", "ssm:/remediator/signing"),
            ("slackApprovers", "U0ALICE, U0BOB"),
            ("operators", "arn:aws:iam::111122223333:role/ops, arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Responder_*"),
            ("approvalLinks", "on"),
            ("approvalEmail", "deciders@example.com"),
            ("email", "a@example.com"),
            ("architecture", "arm64"),
            ("memory", 1024d),
            ("postureConcurrency", "2"),
            ("auditRetentionDays", "30"),
            ("auditLock", "compliance"),
            ("evidence", "compliance"),
            ("evidenceRetentionDays", "90"),
            ("logRetentionDays", "30"),
            ("logKey", "arn:aws:kms:eu-west-1:111122223333:key/1234-abcd"),
            ("tracing", "on"),
            ("narrow", "all"));

        Assert.Empty(faults);
        Assert.Equal(
            new DeploymentSettings
            {
                Playbooks = "mine",
                StackName = "Mine",
                ActionRole = "MyRole",
                SlackWebhook = new SlackWebhook("ssm:/remediator/slack"),
                SlackSigningSecret = new SlackWebhook("ssm:/remediator/signing"),
                SlackApprovers = "U0ALICE,U0BOB",
                Operators = "arn:aws:iam::111122223333:role/ops,arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Responder_*",
                ApprovalLinks = true,
                ApprovalEmail = "deciders@example.com",
                Email = "a@example.com",
                Architecture = FunctionArchitecture.Arm64,
                MemoryMegabytes = 1024,
                PostureConcurrency = 2,
                AuditRetentionDays = 30,
                AuditLock = AuditLock.Compliance,
                Evidence = EvidenceLock.Compliance,
                EvidenceRetentionDays = 90,
                LogRetentionDays = 30,
                LogKey = "arn:aws:kms:eu-west-1:111122223333:key/1234-abcd",
                Tracing = true,
                Narrow = NarrowedRules.All,
            },
            settings);
    }

    [Theory]
    [InlineData("stackName", "1st", "context 'stackName' is '1st'; give letters, digits and hyphens, a letter first (cdk.json, or -c stackName=...)")]
    [InlineData("actionRole", "a role", "context 'actionRole' is 'a role'; give a role name: at most 64 letters, digits and _+=,.@- (cdk.json, or -c actionRole=...)")]
    [InlineData("slackWebhook", "https://hooks.slack.com/services/T/B/x", "context 'slackWebhook' can't be used; give the complete ARN of a secret, or ssm: and the name of a SecureString parameter, that holds the address (cdk.json, or -c slackWebhook=...)")]
    [InlineData("slackSigningSecret", "ssm:/remediator/signing", "context 'slackApprovers' is ''; give Slack's ids of those who may decide (U0123ABCD,U0456EFGH), together with slackSigningSecret (cdk.json, or -c slackApprovers=...)")]
    [InlineData("approvalEmail", "a@example.com", "context 'approvalEmail' is 'a@example.com'; give approvalLinks=on with it: it is for the links alone (cdk.json, or -c approvalEmail=...)")]
    [InlineData("operators", "*", "context 'operators' is '*'; give ARNs of roles and users with their account, between commas; * and ? stand for parts of a name (cdk.json, or -c operators=...)")]
    [InlineData("slackApprovers", "U0ALICE", "context 'slackApprovers' is 'U0ALICE'; give Slack's ids of those who may decide (U0123ABCD,U0456EFGH), together with slackSigningSecret (cdk.json, or -c slackApprovers=...)")]
    [InlineData("memory", "64", "context 'memory' is '64'; give a number from 128 to 10240 (cdk.json, or -c memory=...)")]
    [InlineData("logRetentionDays", "8", "context 'logRetentionDays' is '8'; give one of 7, 30, 90, 180, 365, 731, 1827, 3653 (cdk.json, or -c logRetentionDays=...)")]
    [InlineData("auditLock", "none", "context 'auditLock' is 'none'; give governance or compliance (cdk.json, or -c auditLock=...)")]
    [InlineData("evidence", "yes", "context 'evidence' is 'yes'; give none or governance or compliance (cdk.json, or -c evidence=...)")]
    [InlineData("narrow", "1", "context 'narrow' is '1'; give none or posture or all (cdk.json, or -c narrow=...)")]
    [InlineData("architecture", "sparc", "context 'architecture' is 'sparc'; give x86_64 or arm64 (cdk.json, or -c architecture=...)")]
    public void Says_what_is_wrong_with_a_setting(string name, string value, string fault)
    {
        var faults = new List<string>();
        Settings(faults, (name, value));

        Assert.Equal([fault], faults);
    }

    [Theory]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111122223333:secret:*")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack")]
    [InlineData("ssm:/remediator/*")]
    public void Accepts_no_webhook_that_would_need_a_wildcard(string setting) => Assert.Null(SlackWebhook.Parse(setting));

    [Fact]
    public void Names_the_place_of_every_fault_in_a_playbook()
    {
        var folder = Directory.CreateTempSubdirectory("remediator-playbooks-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "bad.yaml"), "id: bad\ntitle: Bad\non:\n  - source: guardduty\nsteps:\n  - isolate-everything\n");

            var refused = Assert.IsType<Deployment.Refused>(Deployment.Read(name => name == "playbooks" ? folder.FullName : null));

            Assert.Contains("bad.yaml:6:5: ", Assert.Single(refused.Faults), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Refuses_a_folder_that_is_not_there() =>
        Assert.Contains("no such folder", Assert.Single(Assert.IsType<Deployment.Refused>(Deployment.Read(name => name == "playbooks" ? "not-there" : null)).Faults), StringComparison.Ordinal);

    [Fact]
    public void Deploys_the_shipped_playbooks() =>
        Assert.IsType<Deployment.Ready>(Deployment.Read(name => name == "playbooks" ? Repository.Playbooks : null));

    [Fact]
    public void Every_setting_is_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy.md"));
        var names = new HashSet<string>();
        DeploymentSettings.Read(
            name =>
            {
                names.Add(name);
                return null;
            },
            []);

        Assert.All(names, name => Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal));
    }

    private static DeploymentSettings Settings(List<string> faults, params (string Name, object Value)[] context) =>
        DeploymentSettings.Read(name => context.FirstOrDefault(c => c.Name == name).Value, faults);
}
