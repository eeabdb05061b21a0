using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Metadata;

namespace Remediator.Remediations;

/// <summary>Makes the metadata service of an instance ask for a session token, which a forged request from outside can't get.</summary>
public sealed class RequireImdsv2 : Remediation<RequireImdsv2Options, MetadataFacts>
{
    private const string Required = "required";

    public override string Name => "require-imdsv2";

    public override string Summary => "Makes an EC2 instance's metadata service answer only requests with a session token (IMDSv2).";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(InstanceMetadataAccess)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances")];

    public override JsonTypeInfo OptionsInfo => RequireImdsv2JsonContext.Default.RequireImdsv2Options;

    public override StepPlan Plan(PlanContext context, RequireImdsv2Options options, MetadataFacts observed)
    {
        if (InstanceReads.Gone(context, observed.State) is { } gone)
        {
            return new StepPlan.NotApplicable(gone);
        }

        if (!observed.IsReachable)
        {
            return new StepPlan.NotApplicable($"the metadata service of instance {context.Resource.Id} is switched off");
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(InstanceMetadataAccess),
            Target = new Target(ResourceKinds.Instance, context.Resource.Id),
            Before = observed.Value,
            After = InstanceMetadataAccess.Value(Required, options.HopLimit ?? observed.HopLimit),
            Phase = Phase.Contain,
        };
        return new StepPlan.Planned(
            [change],
            "Credentials that were taken already keep working until they expire. Software on the instance that knows only IMDSv1 gets no new ones.");
    }

    protected override async Task<MetadataFacts> ReadAsync(ObserveContext context, RequireImdsv2Options options, CancellationToken cancel)
    {
        var instance = await context.InstanceAsync(cancel).ConfigureAwait(false);
        var found = instance?.MetadataOptions;
        return new MetadataFacts(
            InstanceReads.StateOf(instance),
            found?.HttpEndpoint != InstanceMetadataEndpointState.Disabled,
            found?.HttpTokens?.Value ?? "optional",
            found?.HttpPutResponseHopLimit ?? 1,
            InstanceReads.TagsOf(instance));
    }

    protected override TagReading Tags(MetadataFacts observed) => new TagReading.Known(observed.Tags);
}
