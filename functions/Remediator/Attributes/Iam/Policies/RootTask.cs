using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Execution;

namespace Remediator.Attributes;

/// <summary>A privileged task on the root user of a member account, for which AWS gives a session of at most a quarter of an hour.</summary>
/// <remarks>See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html. Only Regional endpoints of STS answer.</remarks>
internal static class RootTask
{
    public const string Audit = "IAMAuditRootUserCredentials";
    public const string Delete = "IAMDeleteRootUserCredentials";

    private const string Tasks = "arn:{partition}:iam::aws:policy/root-task/";
    private const int Seconds = 900;

    /// <summary>To assume the member's root for these two tasks and no other.</summary>
    public static Permission Permission { get; } =
        new("sts:AssumeRoot", "arn:{partition}:iam::{member}:root", "{\"StringEquals\":{\"sts:TaskPolicyArn\":[\"" + Tasks + Audit + "\",\"" + Tasks + Delete + "\"]}}");

    /// <param name="home">Credentials of the organization's management account, or of the one that IAM is delegated to; the member is its account.</param>
    public static async Task<AwsSession> OpenAsync(AwsSession home, string task, CancellationToken cancel)
    {
        var request = new AssumeRootRequest
        {
            TargetPrincipal = home.Account,
            TaskPolicyArn = new PolicyDescriptorType { Arn = Tasks.Replace("{partition}", home.Partition, StringComparison.Ordinal) + task },
            DurationSeconds = Seconds,
        };
        var answer = await home.Client<IAmazonSecurityTokenService>().AssumeRootAsync(request, cancel).ConfigureAwait(false);
        return new AwsSession(answer.Credentials, home.Account, home.Region, home.Partition, home.Endpoint);
    }
}
