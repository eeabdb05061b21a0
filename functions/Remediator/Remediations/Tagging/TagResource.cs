using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Sets tags on an instance, for people and their tools to find it by.</summary>
public sealed class TagResource : Remediation<TagResourceOptions, TagResource.Observed>
{
    private const int KeyLimit = 128;
    private const int ValueLimit = 256;

    public override string Name => "tag-resource";

    public override string Summary => "Set tags on an instance.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ResourceTags)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances")];

    public override JsonTypeInfo OptionsInfo => TagResourceJsonContext.Default.TagResourceOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, TagResourceOptions options, CancellationToken cancel)
    {
        var instance = IamNames.IsInstanceId(context.Resource.Id) ? await context.InstanceAsync(cancel).ConfigureAwait(false) : null;
        return new Observed(instance is null ? null : (instance.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
    }

    protected override TagReading Tags(Observed observed) => observed.Tags is { } tags ? new TagReading.Known(tags) : TagReading.None;

    public override StepPlan Plan(PlanContext context, TagResourceOptions options, Observed observed)
    {
        if (observed.Tags is not { } live)
        {
            return new StepPlan.NotApplicable(
                IamNames.IsInstanceId(context.Resource.Id) ? InstanceReads.Gone(context, null)! : "the finding does not name the instance by a valid id");
        }

        if (options.Tags.IsEmpty)
        {
            return new StepPlan.NotApplicable("the playbook names no tags to set (option tags)");
        }

        return options.Tags.FirstOrDefault(t => !IsValid(t.Key, t.Value)) is { Key: not null } fault
            ? new StepPlan.NotApplicable($"EC2 does not take the tag {fault.Key}: keys have 1 to {KeyLimit} characters and do not start with aws:, values have up to {ValueLimit}")
            : new StepPlan.Planned(options.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => Change(context, live, t.Key, t.Value)));
    }

    private Change Change(PlanContext context, ImmutableDictionary<string, string> live, string key, string value) => new()
    {
        Step = Name,
        Attribute = nameof(ResourceTags),
        Target = ResourceTags.TargetOf(context.Resource.Id, key),
        Before = live.TryGetValue(key, out var before) ? AttributeValue.Of(before) : AttributeValue.Absent,
        After = AttributeValue.Of(value),
        Phase = Phase.Evidence,
    };

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions</summary>
    private static bool IsValid(string key, string value) =>
        key.Length is > 0 and <= KeyLimit && value.Length <= ValueLimit && !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);

    /// <summary>What was read.</summary>
    /// <param name="Tags">The tags of the instance; null when there is no such instance.</param>
    public sealed record Observed(ImmutableDictionary<string, string>? Tags);
}
