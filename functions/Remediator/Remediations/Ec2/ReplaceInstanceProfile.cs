using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Profiles;

namespace Remediator.Remediations;

/// <summary>Takes the instance profile away, or puts one in its place that can do nothing that matters.</summary>
public sealed class ReplaceInstanceProfile : Remediation<ReplaceInstanceProfileOptions, ProfiledInstance>
{
    public override string Name => "replace-instance-profile";

    public override string Summary => "Takes an EC2 instance's profile away, or replaces it, so that the instance gets no new credentials of its role.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(InstanceProfileAttachment)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances")];

    public override JsonTypeInfo OptionsInfo => ReplaceInstanceProfileJsonContext.Default.ReplaceInstanceProfileOptions;

    public override StepPlan Plan(PlanContext context, ReplaceInstanceProfileOptions options, ProfiledInstance observed)
    {
        if (InstanceReads.Gone(context, observed.State) is { } gone)
        {
            return new StepPlan.NotApplicable(gone);
        }

        if (observed.Profile.IsAbsent)
        {
            return new StepPlan.NotApplicable($"instance {context.Resource.Id} has no instance profile");
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(InstanceProfileAttachment),
            Target = new Target(ResourceKinds.Instance, context.Resource.Id),
            Before = observed.Profile,
            After = options.With is { } name
                ? AttributeValue.Of($"arn:{context.Finding.Partition}:iam::{context.Finding.Account}:instance-profile/{name}")
                : AttributeValue.Absent,
            Phase = Phase.Credentials,
        };
        return new StepPlan.Planned(
            [change],
            "Credentials of the old role that are already issued keep working until they expire, on the instance and elsewhere, unless cut-role-sessions ends them.");
    }

    protected override async Task<ProfiledInstance> ReadAsync(ObserveContext context, ReplaceInstanceProfileOptions options, CancellationToken cancel)
    {
        var profile = new InstanceProfileAttachment().ReadAsync(context.Aws, new Target(ResourceKinds.Instance, context.Resource.Id), cancel);
        var instance = context.InstanceAsync(cancel);
        await Task.WhenAll(profile, instance).ConfigureAwait(false);
        return new ProfiledInstance(InstanceReads.StateOf(instance.Result), profile.Result, InstanceReads.TagsOf(instance.Result));
    }

    protected override TagReading Tags(ProfiledInstance observed) => new TagReading.Known(observed.Tags);
}
