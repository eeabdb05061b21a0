using System.Text.Json.Nodes;
using Remediator.Infra.Tests.Support;

namespace Remediator.Infra.Tests;

/// <summary>The function that takes decisions: there only where it is asked for, public only through its address, and powerless.</summary>
public sealed class DecisionsTests
{
    private static StackTemplate Full => Synthesized.Full;

    private static StackResource Decide => Full.Of("AWS::Lambda::Function").Single(f => Variable(f, "REMEDIATOR_FUNCTION") == "decide");

    [NodeFact]
    public void Without_a_setting_there_is_no_public_address()
    {
        Assert.Empty(Synthesized.OnlyBucket.Of("AWS::Lambda::Url"));
        Assert.Empty(Synthesized.OnlyBucket.Of("AWS::SecretsManager::Secret"));
        Assert.DoesNotContain(Synthesized.OnlyBucket.Of("AWS::Lambda::Function"), f => Variable(f, "REMEDIATOR_FUNCTION") == "decide");
    }

    [NodeFact]
    public void Its_address_takes_requests_that_are_not_signed_as_AWS_does()
    {
        var url = Assert.Single(Full.Of("AWS::Lambda::Url"));

        Assert.Equal("NONE", (string?)url["AuthType"]);
        var permissions = Full.Of("AWS::Lambda::Permission").Where(p => (string?)p["Principal"] == "*").ToArray();
        Assert.Equal(["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"], permissions.Select(p => (string?)p["Action"]).Order(StringComparer.Ordinal));
        Assert.All(permissions, p => Assert.True((string?)p["FunctionUrlAuthType"] == "NONE" || (bool?)p["InvokedViaFunctionUrl"] == true));
        Assert.All(permissions, p => Assert.Equal($"<{Decide.Id}>", Intrinsic.Text(p["FunctionName"])));
    }

    [NodeFact]
    public void It_may_record_send_and_read_its_two_secrets_and_nothing_else()
    {
        var statements = Full.Statements().Where(s => s.Allows && s.OwnerType == "AWS::IAM::Policy" && s.Owner.StartsWith("DecisionsDecide", StringComparison.Ordinal)).ToArray();

        Assert.Equal(
            ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "logs:CreateLogStream", "logs:PutLogEvents", "secretsmanager:GetSecretValue", "sqs:SendMessage"],
            statements.SelectMany(s => s.Actions).Distinct().Order(StringComparer.Ordinal));
        var key = $"<{Assert.Single(Full.Of("AWS::SecretsManager::Secret")).Id}>";
        Assert.Equal([key, Synthesized.SigningArn], statements.Where(s => s.Actions.Contains("secretsmanager:GetSecretValue")).SelectMany(s => s.Targets).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(statements, s => s.Targets.Contains("*"));
    }

    [NodeFact]
    public void It_and_the_notifier_know_the_key_the_address_and_who_may_decide()
    {
        var notify = Full.Of("AWS::Lambda::Function").Single(f => Variable(f, "REMEDIATOR_FUNCTION") == "notify");
        var key = $"<{Assert.Single(Full.Of("AWS::SecretsManager::Secret")).Id}>";

        Assert.Equal(key, Variable(Decide, "REMEDIATOR_LINK_KEY"));
        Assert.Equal(key, Variable(notify, "REMEDIATOR_LINK_KEY"));
        Assert.Equal($"<{Assert.Single(Full.Of("AWS::Lambda::Url")).Id}>", Variable(notify, "REMEDIATOR_DECIDE_URL"));
        Assert.Equal("on", Variable(notify, "REMEDIATOR_SLACK_BUTTONS"));
        Assert.Equal(("U0ALICE,U0BOB", Synthesized.SigningArn), (Variable(Decide, "REMEDIATOR_SLACK_APPROVERS"), Variable(Decide, "REMEDIATOR_SLACK_SIGNING_SECRET")));
        Assert.Null(Variable(notify, "REMEDIATOR_SLACK_SIGNING_SECRET"));
    }

    [NodeFact]
    public void Who_floods_its_address_takes_no_concurrency_from_those_who_contain()
    {
        Assert.Equal(5, (int?)Decide["ReservedConcurrentExecutions"]);
        Assert.All(Full.Of("AWS::Lambda::Function").Where(f => f.Id != Decide.Id), f => Assert.Null(f["ReservedConcurrentExecutions"]));
    }

    [NodeFact]
    public void A_decision_that_could_not_be_recorded_raises_an_alarm() =>
        Assert.Contains(Full.Of("AWS::CloudWatch::Alarm"), a => (string?)a["MetricName"] == "Url5xxCount");

    private static string? Variable(StackResource function, string name) => function["Environment"]?["Variables"]?[name] is JsonNode value ? Intrinsic.Text(value) : null;
}
