using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;

namespace Remediator.Infra.Tests.Support;

/// <summary>The templates that the tests look at, synthesized once, with the feature flags of cdk.json and without publishing.</summary>
internal static class Synthesized
{
    public const string SecretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:remediator/slack-AbC123";

    public const string SigningArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:remediator/signing-DeF456";

    private static readonly Lazy<StackTemplate> LazyFull = new(() => Synthesize(
        new DeploymentSettings
        {
            SlackWebhook = SlackWebhook.Parse(SecretArn),
            SlackSigningSecret = SlackWebhook.Parse(SigningArn),
            SlackApprovers = "U0ALICE,U0BOB",
            Operators = "arn:aws:iam::111122223333:role/ops",
            ApprovalLinks = true,
            ApprovalEmail = "deciders@example.com",
            Email = "security@example.com",
        },
        SomePlaybooks.All));

    private static readonly Lazy<StackTemplate> LazyOnlyBucket = new(() => Synthesize(new DeploymentSettings(), SomePlaybooks.OnlyBucket));

    private static readonly Lazy<StackTemplate> LazyOtherwise = new(() => Synthesize(
        new DeploymentSettings
        {
            SlackWebhook = SlackWebhook.Parse("ssm:/remediator/slack"),
            Architecture = FunctionArchitecture.Arm64,
            ActionRole = "OtherRole",
            Tracing = true,
            LogKey = "arn:aws:kms:eu-west-1:111122223333:key/1234",
            LogRetentionDays = 30,
            AuditRetentionDays = 7,
            AuditLock = AuditLock.Compliance,
            Evidence = EvidenceLock.Governance,
            EvidenceRetentionDays = 30,
            Narrow = NarrowedRules.All,
        },
        SomePlaybooks.All));

    private static readonly Lazy<StackTemplate> LazyShipped = new(() => Synthesize(new DeploymentSettings(), new DeployedPlaybooks([.. SomePlaybooks.Shipped])));

    private static readonly Lazy<StackTemplate> LazyEverySource = new(() => Synthesize(new DeploymentSettings(), SomePlaybooks.EverySource));

    /// <summary>The shipped playbooks, and no setting.</summary>
    public static StackTemplate Shipped => LazyShipped.Value;

    /// <summary>Every source that there is, each with a trigger.</summary>
    public static StackTemplate EverySource => LazyEverySource.Value;

    /// <summary>All sources, Slack and email.</summary>
    public static StackTemplate Full => LazyFull.Value;

    /// <summary>One playbook, and no setting.</summary>
    public static StackTemplate OnlyBucket => LazyOnlyBucket.Value;

    /// <summary>Every setting away from its default.</summary>
    public static StackTemplate Otherwise => LazyOtherwise.Value;

    /// <summary>jsii talks to one Node process over one pipe: two stacks at once would read each other's answers.</summary>
    private static readonly Lock OneAtATime = new();

    private static StackTemplate Synthesize(DeploymentSettings settings, DeployedPlaybooks playbooks)
    {
        using var _ = OneAtATime.EnterScope();
        var work = Directory.CreateTempSubdirectory("remediator-infra-");
        try
        {
            var code = work.CreateSubdirectory("code");
            File.WriteAllText(Path.Combine(code.FullName, "Remediator.dll"), "stands for the published engine");
            var app = new App(new AppProps { AnalyticsReporting = false, Outdir = Path.Combine(work.FullName, "out"), Context = FeatureFlags() });
            var stack = new RemediatorStack(app, settings, playbooks, Code.FromAsset(code.FullName));
            var assembly = app.Synth();
            var file = Path.Combine(assembly.Directory, stack.TemplateFile);
            var messages = assembly.GetStackByName(stack.StackName).Messages.Select(m => $"{m.Entry.Data}");
            return new StackTemplate(JsonNode.Parse(File.ReadAllText(file))!.AsObject(), [.. messages]);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static Dictionary<string, object> FeatureFlags() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "cdk.json")))!["context"]!.AsObject()
            .Where(p => p.Key.StartsWith("@aws-cdk/", StringComparison.Ordinal))
            .ToDictionary(p => p.Key, p => (object)p.Value!.GetValue<bool>(), StringComparer.Ordinal);
}
