using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Starts the logging of a trail that was stopped.</summary>
/// <remarks>
/// CloudTrail takes StartLogging only in the trail's home Region and from the account that owns it, which for an organization's
/// trail is the management account. What a trail's settings were before somebody changed them is in no finding: they are told, not guessed.
/// </remarks>
public sealed class RestartCloudtrail : Remediation<RestartCloudtrailOptions, AuditSwitch>
{
    /// <summary>Findings about settings rather than about logging itself.</summary>
    private static readonly string[] AboutSettings = ["CloudTrail:UpdateTrail", "CloudTrail:PutEventSelectors"];

    public override string Name => "restart-cloudtrail";

    public override string Summary => "Start the logging of a CloudTrail trail that was stopped.";

    public override string Undo => "nothing: it stays on";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Trail];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(TrailLogging)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("cloudtrail:GetTrail", TrailLogging.Trail), new("cloudtrail:ListTags", TrailLogging.Trail)];

    public override JsonTypeInfo OptionsInfo => RestartCloudtrailJsonContext.Default.RestartCloudtrailOptions;

    protected override async Task<AuditSwitch> ReadAsync(ObserveContext context, RestartCloudtrailOptions options, CancellationToken cancel)
    {
        var (id, aws) = (context.Resource.Id, context.Aws);
        if (Arn.TryParse(id) is { } arn && arn.Account != aws.Account)
        {
            return AuditSwitch.None($"the trail belongs to account {arn.Account}: only that account can start it (a trail of the organization is its management account's)");
        }

        try
        {
            var logging = new TrailLogging().ReadAsync(aws, TrailLogging.TargetOf(id), cancel);
            var trail = aws.Client<IAmazonCloudTrail>().GetTrailAsync(new GetTrailRequest { Name = id }, cancel);
            await Task.WhenAll(logging, trail).ConfigureAwait(false);
            var live = (await trail.ConfigureAwait(false)).Trail;
            if (live.HomeRegion is { Length: > 0 } home && home != aws.Region)
            {
                return AuditSwitch.None($"the trail's home Region is {home}: it can be started only there, and the finding is of {aws.Region}");
            }

            var tags = await AuditSwitch.TagsAsync($"trail {live.Name}", () => TagsAsync(aws.Client<IAmazonCloudTrail>(), live.TrailARN, cancel)).ConfigureAwait(false);
            return new AuditSwitch(null, TrailLogging.TargetOf(id), await logging.ConfigureAwait(false), tags);
        }
        catch (TrailNotFoundException)
        {
            return AuditSwitch.None($"there is no trail {id} (any more): it must be made again by hand, with the settings that it had");
        }
    }

    protected override TagReading Tags(AuditSwitch observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, RestartCloudtrailOptions options, AuditSwitch observed)
    {
        var aboutSettings = AboutSettings.Contains(context.Finding.Type, StringComparer.Ordinal);
        return observed.Unfit is null && aboutSettings && observed.On == AttributeValue.Of(true)
            ? new StepPlan.NotApplicable("the trail logs, but its settings were changed, and what they were before is not in the finding: that is for a person to put back")
            : observed.TurnOn(Name, nameof(TrailLogging), aboutSettings ? ["The settings of the trail were changed too, and are not put back."] : []);
    }

    private static async Task<TagReading> TagsAsync(IAmazonCloudTrail cloudTrail, string arn, CancellationToken cancel)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var request = new ListTagsRequest { ResourceIdList = [arn] };
        do
        {
            var page = await cloudTrail.ListTagsAsync(request, cancel).ConfigureAwait(false);
            foreach (var tag in (page.ResourceTagList ?? []).SelectMany(r => r.TagsList ?? []))
            {
                found[tag.Key] = tag.Value ?? "";
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);
        return new TagReading.Known(found.ToImmutable());
    }
}
