using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Isolation;

namespace Remediator.Remediations;

/// <summary>Moves all interfaces of an instance into a group without rules, after taking it out of Auto Scaling and load balancers.</summary>
public sealed class IsolateInstance : Remediation<IsolateInstanceOptions, InstanceSurroundings>
{
    public override string Name => "isolate-instance";

    public override string Summary =>
        "Cuts an EC2 instance off: out of Auto Scaling and load balancers, every network interface into an empty security group, protected from termination, from outside and from inside, and its volumes from going with it.";

    public override string Undo => "the values before, but an auto-assigned address comes back as another one; the empty group stays";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } =
    [
        nameof(AutoScalingLifecycle), nameof(TargetRegistration), nameof(QuarantineGroup), nameof(NetworkInterfaceGroups),
        nameof(AddressAssociation), nameof(PublicAddressAssignment), nameof(ConnectionTrackingTimeout), nameof(TerminationProtection),
        nameof(ShutdownBehavior), nameof(VolumeDeletion),
    ];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
        [new("ec2:DescribeInstances"), new("elasticloadbalancing:DescribeTargetGroups")];

    public override JsonTypeInfo OptionsInfo => IsolateInstanceJsonContext.Default.IsolateInstanceOptions;

    public override StepPlan Plan(PlanContext context, IsolateInstanceOptions options, InstanceSurroundings observed)
    {
        if (observed.Instance is not { } instance)
        {
            return new StepPlan.NotApplicable($"there is no instance {context.Resource.Id} in {context.Finding.Region} of account {context.Finding.Account}");
        }

        if (instance.IsGone)
        {
            return new StepPlan.NotApplicable($"instance {instance.Id} is {instance.State}");
        }

        var vpcs = observed.Containable.Select(i => i.VpcId).Distinct(StringComparer.Ordinal).ToList();
        if (vpcs.Count == 0)
        {
            return new StepPlan.NotApplicable(
                string.Join(" ", [$"instance {instance.Id} has no network interface that can be moved into a quarantine group.", .. SurvivingFlows.OfInterfaces(observed)]));
        }

        var quarantines = vpcs.ToDictionary(vpc => vpc, vpc => QuarantineChoice.For(vpc, context.ExecutionId, observed.Groups), StringComparer.Ordinal);
        return quarantines.FirstOrDefault(q => q.Value is null).Key is { } refused
            ? new StepPlan.Unknown($"both names of a quarantine group in {refused} are taken by groups that Remediator did not make: rename or delete them")
            : new StepPlan.Planned(
                new IsolationPlan(Name, options.Flows, observed, [.. quarantines.Values.OfType<QuarantineChoice>()]).Changes(),
                SurvivingFlows.Of(options, observed))
            { Uncontained = SurvivingFlows.OfInterfaces(observed).Count(SurvivingFlows.IsUncontained) };
    }

    protected override Task<InstanceSurroundings> ReadAsync(ObserveContext context, IsolateInstanceOptions options, CancellationToken cancel) =>
        new SurroundingsReader(context, cancel).ReadAsync(addresses: options.Flows == OpenFlows.Cut);

    protected override TagReading Tags(InstanceSurroundings observed) =>
        observed.Instance is { } instance ? new TagReading.Known(instance.Tags) : TagReading.None;
}
