using Amazon.AutoScaling;
using Amazon.AutoScaling.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The suspended processes of an Auto Scaling group, by name; absent when there is no such group.</summary>
public sealed class ScalingProcesses : ResourceAttribute
{
    private const string GroupArn = "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{autoScalingGroup}";

    public override string Label => "suspended Auto Scaling processes";

    public override IReadOnlyList<Permission> ReadPermissions => [new("autoscaling:DescribeAutoScalingGroups")];

    public override IReadOnlyList<Permission> WritePermissions => [new("autoscaling:SuspendProcesses", GroupArn), new("autoscaling:ResumeProcesses", GroupArn)];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        Of(await FindAsync(aws, target.Id, cancel).ConfigureAwait(false));

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (live, wanted) = (request.Current.ToStrings(), request.Wanted.ToStrings());
        var autoScaling = aws.Client<IAmazonAutoScaling>();
        if (wanted.Except(live, StringComparer.Ordinal).ToList() is { Count: > 0 } suspended)
        {
            await autoScaling.SuspendProcessesAsync(
                new SuspendProcessesRequest { AutoScalingGroupName = request.Target.Id, ScalingProcesses = suspended }, cancel).ConfigureAwait(false);
        }

        if (live.Except(wanted, StringComparer.Ordinal).ToList() is { Count: > 0 } resumed)
        {
            await autoScaling.ResumeProcessesAsync(
                new ResumeProcessesRequest { AutoScalingGroupName = request.Target.Id, ScalingProcesses = resumed }, cancel).ConfigureAwait(false);
        }
    }

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "no such group" : value.ToStrings() is { Count: > 0 } names ? string.Join(", ", names) : "none";

    internal static AttributeValue Of(AutoScalingGroup? group) =>
        group is null ? AttributeValue.Absent : AttributeValue.OfSet((group.SuspendedProcesses ?? []).Select(p => p.ProcessName));

    internal static async Task<AutoScalingGroup?> FindAsync(AwsSession aws, string name, CancellationToken cancel)
    {
        var response = await aws.Client<IAmazonAutoScaling>().DescribeAutoScalingGroupsAsync(
            new DescribeAutoScalingGroupsRequest { AutoScalingGroupNames = [name] }, cancel).ConfigureAwait(false);
        return (response.AutoScalingGroups ?? []).Find(g => g.AutoScalingGroupName == name);
    }
}
