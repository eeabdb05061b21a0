using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Isolation;
using Remediator.Remediations.Stopping;

namespace Remediator.Remediations;

/// <summary>Stops an instance, which ends every connection for certain, and starts it again on release.</summary>
/// <remarks>An Auto Scaling group terminates a member that stops: it is taken to standby first.</remarks>
public sealed class StopInstance : Remediation<NoOptions, StoppableInstance>
{
    /// <summary>After everything that isolate-instance does: an instance that does not stop at once is cut off by then.</summary>
    private const int AfterIsolation = 4;

    public override string Name => "stop-instance";

    public override string Summary => "Stops an EC2 instance, out of Auto Scaling first; its memory and instance store are lost.";

    public override string Undo => "starts it, with another public address unless it has an Elastic IP";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(AutoScalingLifecycle), nameof(InstanceRunState)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
        [new("ec2:DescribeInstances"), new("ec2:DescribeInstanceAttribute", Ec2Arns.Instance)];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    public override StepPlan Plan(PlanContext context, NoOptions options, StoppableInstance observed)
    {
        var id = context.Resource.Id;
        if (InstanceReads.Gone(context, observed.State) is { } gone)
        {
            return new StepPlan.NotApplicable(gone);
        }

        var isUp = observed.State is not ("stopping" or InstanceRunState.Stopped);
        if (isUp && !observed.CanBeStopped)
        {
            return new StepPlan.NotApplicable($"instance {id} has its root device in an instance store: it can only be terminated, which loses everything");
        }

        if (isUp && observed.StopProtected)
        {
            return new StepPlan.NotApplicable($"instance {id} is protected against being stopped (DisableApiStop): that is for a person to lift");
        }

        var stop = new Change
        {
            Step = Name,
            Attribute = nameof(InstanceRunState),
            Target = new Target(ResourceKinds.Instance, id),
            Before = AttributeValue.Of(isUp ? InstanceRunState.Running : InstanceRunState.Stopped),
            After = AttributeValue.Of(InstanceRunState.Stopped),
            Phase = Phase.Contain,
            Stage = AfterIsolation,
            Note = isUp ? "What is in its memory and instance store is lost for good; a release starts it again, with another public address unless it has an Elastic IP." : null,
        };
        return new StepPlan.Planned([.. StandbyChange.Of(Name, id, observed.AutoScaling, 0), stop], Survivors(observed));
    }

    protected override async Task<StoppableInstance> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var group = context.AutoScalingAsync(cancel);
        var protection = ProtectionAsync(context, cancel);
        var instance = context.InstanceAsync(cancel);
        await Task.WhenAll(group, protection, instance).ConfigureAwait(false);
        return new StoppableInstance(
            InstanceReads.StateOf(instance.Result),
            protection.Result,
            instance.Result?.RootDeviceType != DeviceType.InstanceStore,
            group.Result,
            InstanceReads.TagsOf(instance.Result));
    }

    protected override TagReading Tags(StoppableInstance observed) => new TagReading.Known(observed.Tags);

    private static IEnumerable<string> Survivors(StoppableInstance observed)
    {
        yield return "Role credentials that were copied off the instance keep working until they expire, unless cut-role-sessions ends them.";
        if (StandbyChange.Warning(observed.AutoScaling) is { } warning)
        {
            yield return warning;
        }
    }

    private static async Task<bool> ProtectionAsync(ObserveContext context, CancellationToken cancel)
    {
        try
        {
            var response = await context.Aws.Client<IAmazonEC2>().DescribeInstanceAttributeAsync(
                new DescribeInstanceAttributeRequest { InstanceId = context.Resource.Id, Attribute = InstanceAttributeName.DisableApiStop }, cancel).ConfigureAwait(false);
            return response.InstanceAttribute?.DisableApiStop is true;
        }
        catch (AmazonEC2Exception e) when (e.Is(Ec2Errors.InstanceNotFound, Ec2Errors.InstanceMalformed))
        {
            return false;
        }
    }
}
