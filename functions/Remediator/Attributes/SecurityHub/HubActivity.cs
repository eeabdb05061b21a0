using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether Security Hub is enabled in the Region of the account.</summary>
/// <remarks>It is only ever written true. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html</remarks>
public sealed class HubActivity : ResourceAttribute
{
    internal const string Hub = "arn:{partition}:securityhub:{region}:{account}:hub/default";

    public override string Label => "Security Hub";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("securityhub:DescribeHub", Hub)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("securityhub:EnableSecurityHub", Hub)];

    public static Target Target { get; } = new(ResourceKinds.SecurityHub, "default");

    /// <remarks>The same error also says that the caller may not ask: only with these words is it off.</remarks>
    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var hub = await aws.Client<IAmazonSecurityHub>().DescribeHubAsync(new DescribeHubRequest(), cancel).ConfigureAwait(false);
            return hub.HubArn is { Length: > 0 } ? AttributeValue.Of(true) : throw new RemediationException("Security Hub does not say which hub is enabled");
        }
        catch (AmazonSecurityHubException e) when (e.ErrorCode == "InvalidAccessException" && e.Message.Contains("not subscribed", StringComparison.Ordinal))
        {
            return AttributeValue.Of(false);
        }
    }

    /// <remarks>Enabled meanwhile by somebody else is enabled.</remarks>
    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != AttributeValue.Of(true))
        {
            throw new InvalidOperationException("no plan disables Security Hub");
        }

        try
        {
            await aws.Client<IAmazonSecurityHub>().EnableSecurityHubAsync(new EnableSecurityHubRequest { EnableDefaultStandards = true }, cancel).ConfigureAwait(false);
        }
        catch (ResourceConflictException)
        {
        }
    }

    public override string Describe(AttributeValue value) => value == AttributeValue.Of(true) ? "enabled" : "disabled";
}
