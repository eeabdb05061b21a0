using System.Collections.Immutable;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>The trail of a finding, where it can be changed from here.</summary>
/// <remarks>
/// CloudTrail takes changes of a trail only in its home Region and from the account that owns it, which for an organization's trail is
/// the management account.
/// </remarks>
/// <param name="Unfit">Why it can't; null when it can.</param>
internal sealed record TrailSubject(string? Unfit, string Name, string Arn, TagReading Tags)
{
    /// <summary>Its settings; null when it can't be changed from here.</summary>
    public Trail? Live { get; init; }

    public static IReadOnlyList<Permission> Permissions { get; } = [new("cloudtrail:GetTrail", TrailLogging.Trail), new("cloudtrail:ListTags", TrailLogging.Trail)];

    /// <summary>Read once for all steps of an execution.</summary>
    public static Task<TrailSubject> ReadAsync(ObserveContext context, CancellationToken cancel) =>
        context.OnceAsync("trail", () => LookAsync(context, cancel));

    private static async Task<TrailSubject> LookAsync(ObserveContext context, CancellationToken cancel)
    {
        var (id, aws) = (context.Resource.Id, context.Aws);
        if (Owner(id) is { } named && named != aws.Account)
        {
            return Foreign(named);
        }

        try
        {
            var trail = (await aws.Client<IAmazonCloudTrail>().GetTrailAsync(new GetTrailRequest { Name = id }, cancel).ConfigureAwait(false)).Trail;
            return Owner(trail.TrailARN) is { } owner && owner != aws.Account ? Foreign(owner)
                : trail.HomeRegion is { Length: > 0 } home && home != aws.Region ? None($"the trail's home Region is {home}: it can be changed only there, and the finding is of {aws.Region}")
                : new TrailSubject(null, trail.Name, trail.TrailARN, await AuditSwitch.TagsAsync($"trail {trail.Name}", () => TagsAsync(aws.Client<IAmazonCloudTrail>(), trail.TrailARN, cancel)).ConfigureAwait(false)) { Live = trail };
        }
        catch (TrailNotFoundException)
        {
            return None($"there is no trail {id} (any more): it must be made again by hand, with the settings that it had");
        }
    }

    private static TrailSubject None(string reason) => new(reason, "", "", TagReading.None);

    private static TrailSubject Foreign(string account) =>
        None($"the trail belongs to account {account}: only that account can change it (a trail of the organization is its management account's)");

    private static string? Owner(string? trail) => Findings.Arn.TryParse(trail)?.Account;

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
