using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace Remediator.Infra;

/// <summary>Where the address of the Slack webhook, or a bot's token and channel, are kept, and the permission to read that and nothing else.</summary>
/// <param name="Setting">As given, and as the function gets it: the ARN of a secret, or <c>ssm:</c> and a parameter's name.</param>
public sealed partial record SlackWebhook(string Setting)
{
    private const string ParameterPrefix = "ssm:";

    /// <summary>Null when the text is neither.</summary>
    public static SlackWebhook? Parse(string text) => SecretArn().IsMatch(text) || Parameter().IsMatch(text) ? new SlackWebhook(text) : null;

    internal PolicyStatement Permission() => Setting.StartsWith(ParameterPrefix, StringComparison.Ordinal)
        ? Allow("ssm:GetParameter", $"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:{Aws.ACCOUNT_ID}:parameter/{Setting[ParameterPrefix.Length..].TrimStart('/')}")
        : Allow("secretsmanager:GetSecretValue", Setting);

    private static PolicyStatement Allow(string action, string resource) =>
        new(new PolicyStatementProps { Actions = [action], Resources = [resource] });

    /// <summary>A complete ARN, with the six characters that Secrets Manager adds: without them IAM would need a wildcard.</summary>
    [GeneratedRegex(@"^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$")]
    private static partial Regex SecretArn();

    [GeneratedRegex(@"^ssm:[A-Za-z0-9_./-]{1,1011}$")]
    private static partial Regex Parameter();
}
