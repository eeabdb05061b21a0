using Remediator.Execution;
using Remediator.Infra.Tests.Support;

namespace Remediator.Infra.Tests;

/// <summary>What holds for every policy of the stack.</summary>
public class PermissionTests
{
    /// <summary>What the sweep needs; these services take no narrower resource for it.</summary>
    private static readonly string[] Listing =
    [
        "config:DescribeConfigRules", "config:GetComplianceDetailsByConfigRule", "guardduty:GetFindings", "guardduty:ListDetectors", "guardduty:ListFindings",
        "inspector2:ListFindings", "securityhub:GetFindings",
    ];

    [NodeFact]
    public void No_policy_allows_a_wildcard_action() =>
        Assert.All(Synthesized.Otherwise.Statements().Concat(Synthesized.Full.Statements()).Where(s => s.Allows), s => Assert.All(s.Actions, action => Assert.DoesNotContain('*', action)));

    [NodeFact]
    public void Every_resource_is_named_but_where_the_service_takes_none()
    {
        // In a key's own policy "*" is that key; what the action role may do on "*" is what the remediations declare so.
        var declared = PermissionPolicy.Of(SomePlaybooks.All.Remediations).Where(p => p.Resource == "*").Select(p => p.Action);
        var allowed = Synthesized.Full.Statements().Where(s => s.Allows && s.OwnerType != "AWS::KMS::Key" && s.Targets.Contains("*")).SelectMany(s => s.Actions);

        Assert.Empty(allowed.Except(declared).Except(Listing));
    }

    [NodeFact]
    public void No_function_that_writes_the_ledger_sets_a_control()
    {
        static bool Writes(PolicyStatement s) => s.OwnerType == "AWS::IAM::Policy" && s.Actions.Any(a => a is "dynamodb:PutItem" or "dynamodb:UpdateItem");
        var writers = Synthesized.Full.Statements().Where(s => s.Allows && Writes(s)).Select(s => s.Owner).Distinct().Order(StringComparer.Ordinal).ToArray();
        var denials = Synthesized.Full.Statements().Where(s => !s.Allows && Writes(s)).ToArray();

        Assert.Equal(7, writers.Length);
        Assert.Equal(writers, denials.Select(s => s.Owner).Order(StringComparer.Ordinal));
        Assert.All(denials, s => Assert.Equal(["controls"], Intrinsic.Texts(s.Json["Condition"]!["ForAnyValue:StringEquals"]!["dynamodb:LeadingKeys"])));
    }

    [NodeFact]
    public void Only_the_sweep_lists_findings_and_only_of_the_sources_that_playbooks_name()
    {
        string[] LanesOf(Support.StackTemplate stack) =>
            [.. stack.Statements().Where(s => s.OwnerType == "AWS::IAM::Policy" && s.Actions.Any(Listing.Contains)).SelectMany(s => s.Actions.Select(a => $"{(s.Owner.StartsWith("SweepFunction", StringComparison.Ordinal) ? "sweep" : s.Owner)} {a.Split(':')[0]}")).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(["sweep config", "sweep guardduty", "sweep inspector2"], LanesOf(Synthesized.Full));
        Assert.Equal(["sweep config"], LanesOf(Synthesized.OnlyBucket));
    }

    [NodeFact]
    public void Tracing_adds_only_its_own_two_actions_on_every_resource()
    {
        var declared = PermissionPolicy.Of(SomePlaybooks.All.Remediations).Where(p => p.Resource == "*").Select(p => p.Action);
        var allowed = Synthesized.Otherwise.Statements().Where(s => s.Allows && s.OwnerType != "AWS::KMS::Key" && s.Targets.Contains("*")).SelectMany(s => s.Actions);

        Assert.Equal(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], allowed.Except(declared).Except(Listing).Order(StringComparer.Ordinal));
    }

    [NodeFact]
    public void No_role_has_a_policy_of_AWS_whose_resources_nobody_here_chose() =>
        Assert.All(Synthesized.Full.Of("AWS::IAM::Role"), r => Assert.Null(r["ManagedPolicyArns"]));

    [NodeFact]
    public void Every_policy_is_under_the_limits_of_IAM()
    {
        Assert.All(Synthesized.Full.Of("AWS::IAM::ManagedPolicy"), p => Assert.InRange(Text(p).Length, 1, PolicyPages.Limit));
        Assert.All(Synthesized.Full.Of("AWS::IAM::Policy"), p => Assert.InRange(Text(p).Length, 1, 10_240));

        // Longer than any partition, account or resource name that takes the place of a reference.
        static string Text(StackResource policy) => policy["PolicyDocument"]!.ToJsonString();
    }

    [NodeFact]
    public void Only_the_functions_that_tell_people_read_the_webhook_and_only_that_secret()
    {
        var reading = Synthesized.Full.Statements().Where(s => s.Targets.Contains(Synthesized.SecretArn)).OrderBy(s => s.Owner, StringComparer.Ordinal).ToArray();

        Assert.Collection(reading, s => Assert.StartsWith("NotifierNotify", s.Owner, StringComparison.Ordinal), s => Assert.StartsWith("NotifierResend", s.Owner, StringComparison.Ordinal));
        Assert.All(reading, s => Assert.Equal(["secretsmanager:GetSecretValue"], s.Actions));
        Assert.All(reading, s => Assert.Equal([Synthesized.SecretArn, $"<{Assert.Single(Synthesized.Full.Of("AWS::SecretsManager::Secret")).Id}>"], s.Targets));
    }

    [NodeFact]
    public void A_webhook_in_a_parameter_is_read_as_that_parameter()
    {
        var reading = Synthesized.Otherwise.Statements().Where(s => s.Actions.Contains("ssm:GetParameter")).ToArray();

        Assert.Equal(2, reading.Length);
        Assert.All(reading, s => Assert.Equal(["arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/remediator/slack"], s.Targets));
    }

    [NodeFact]
    public void The_functions_themselves_hold_no_power_over_resources()
    {
        string[] own = ["dynamodb", "kms", "logs", "organizations", "secretsmanager", "sns", "sqs", "ssm", "sts", "xray"];
        var services = Synthesized.Full.Statements().Concat(Synthesized.Otherwise.Statements()).Where(s => s.Allows && s.OwnerType == "AWS::IAM::Policy" && !s.Owner.StartsWith("DueScheduleRole", StringComparison.Ordinal)).SelectMany(s => s.Actions).Except([.. Listing, "s3:PutObject"]).Select(a => a.Split(':')[0]);

        Assert.Empty(services.Except(own));
    }
}
