using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Writes what is known of an instance, task, user, access key or session of a role into a locked bucket, with a manifest of hashes, and keeps it.</summary>
public sealed class CollectEvidence : Remediation<CollectEvidenceOptions, EvidenceFacts>
{
    public override string Name => "collect-evidence";

    public override string Summary => "Writes the last day of API calls, of an EC2 instance also description, console output and screenshot (not its memory), of an ECS task what it was, into a locked bucket, with their hashes.";

    public override string Undo => "nothing: evidence stays";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance, ResourceKinds.EcsTask, ResourceKinds.User, ResourceKinds.AccessKey, ResourceKinds.Role];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(EvidenceFile)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } =
    [
        new("ec2:DescribeInstances"), new("ecs:DescribeServices", EcsNames.Service), new("ecs:DescribeTaskDefinition"), new("cloudtrail:LookupEvents"), .. IamArns.OnUser("iam:GetUser"), .. IamArns.OnRole("iam:GetRole"),
        new("s3:GetBucketObjectLockConfiguration", EvidenceFile.BucketArn),
    ];

    public override JsonTypeInfo OptionsInfo => CollectEvidenceJsonContext.Default.CollectEvidenceOptions;

    public override StepPlan Plan(PlanContext context, CollectEvidenceOptions options, EvidenceFacts observed)
    {
        if (observed.Gone is { } gone)
        {
            return new StepPlan.NotApplicable(gone);
        }

        var bucket = BucketOf(context, options);
        return observed.IsMissing
            ? new StepPlan.NotApplicable($"there is no bucket {bucket} to keep evidence in: deploy the stack with -c evidence=governance, or give the step a bucket")
            : observed.Lock is null
            ? new StepPlan.NotApplicable($"bucket {bucket} has no Object Lock with a default retention: evidence in it could be deleted")
            : new StepPlan.Planned(
                new EvidencePlan(Name, bucket, context).Changes(observed.Files),
                $"Evidence is locked for {observed.Lock}. Memory is not copied. CloudTrail may show API calls up to 15 minutes late, those of other Regions not here, and data events not at all.");
    }

    protected override async Task<EvidenceFacts> ReadAsync(ObserveContext context, CollectEvidenceOptions options, CancellationToken cancel)
    {
        var bucket = BucketOf(context.Plan, options);
        var plan = new EvidencePlan(Name, bucket, context.Plan);
        var retention = RetentionAsync(context, bucket, cancel);
        var looking = LookAsync(context, cancel);
        await Task.WhenAll(retention, looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (gone, tags) = await looking.ConfigureAwait(false);
        if (retention.Exception?.InnerException is AmazonS3Exception { ErrorCode: "NoSuchBucket" } && options.Bucket is null)
        {
            return new EvidenceFacts(gone, null, ImmutableDictionary<string, AttributeValue>.Empty, tags) { IsMissing = true };
        }

        await retention.ConfigureAwait(false);
        if (gone is not null || retention.Result is null)
        {
            return new EvidenceFacts(gone, null, ImmutableDictionary<string, AttributeValue>.Empty, tags);
        }

        var read = await Task.WhenAll(plan.Names.Select(async n => (n, await new EvidenceFile().ReadAsync(context.Aws, plan.Place(n), cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        return new EvidenceFacts(null, retention.Result, read.ToImmutableDictionary(f => f.n, f => f.Item2, StringComparer.Ordinal), tags);
    }

    private static string BucketOf(PlanContext context, CollectEvidenceOptions options) =>
        options.Bucket ?? EvidenceFile.OwnBucket(context.Finding.Region, context.Finding.Account);

    /// <summary>Why there is nothing to collect, and the live tags; what a user did stays in CloudTrail when the user is gone.</summary>
    private static async Task<(string? Gone, ImmutableDictionary<string, string> Tags)> LookAsync(ObserveContext context, CancellationToken cancel)
    {
        var resource = context.Resource;
        if (resource.Kind == ResourceKinds.Instance)
        {
            var instance = await context.InstanceAsync(cancel).ConfigureAwait(false);
            return (InstanceReads.Gone(context.Plan, InstanceReads.StateOf(instance)), InstanceReads.TagsOf(instance));
        }

        if (resource.Kind == ResourceKinds.EcsTask)
        {
            var task = await TaskFacts.ReadAsync(context, cancel).ConfigureAwait(false);
            return (task.Unfit, task.Tags);
        }

        if (resource.Kind == ResourceKinds.Role)
        {
            var role = IamNames.IsRoleName(resource.Id) ? await RoleState.RoleAsync(context.Aws, resource.Id, cancel).ConfigureAwait(false) : null;
            return (
                EvidencePlan.SessionOf(resource) is null ? "the finding does not say which session of the role it is about, and CloudTrail knows roles by their sessions alone" : null,
                (role?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        }

        var name = resource.Kind == ResourceKinds.User ? resource.Id : resource.Detail(ResourceDetails.UserName);
        var user = IamNames.IsUserName(name) ? await UserKeys.UserAsync(context.Aws, name!, cancel).ConfigureAwait(false) : null;
        return (null, (user?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
    }

    protected override TagReading Tags(EvidenceFacts observed) => new TagReading.Known(observed.Tags);

    /// <summary>How long the bucket keeps a new object, and from whom; null where it does not.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html</remarks>
    private static async Task<string?> RetentionAsync(ObserveContext context, string bucket, CancellationToken cancel)
    {
        try
        {
            var answer = await context.Aws.Client<IAmazonS3>().GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = bucket, ExpectedBucketOwner = EvidenceFile.OwnerOf(bucket, context.Aws) }, cancel).ConfigureAwait(false);
            var retention = answer.ObjectLockConfiguration?.Rule?.DefaultRetention;
            var time = retention switch
            {
                { Days: > 0 and var days } => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
                { Years: > 0 and var years } => string.Create(CultureInfo.InvariantCulture, $"{years} years"),
                _ => null,
            };
            return time is null ? null
                : retention!.Mode == ObjectLockRetentionMode.Compliance ? $"{time} (compliance mode: nobody can delete it before)"
                : $"{time} (governance mode: whoever has s3:BypassGovernanceRetention can delete it before)";
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "ObjectLockConfigurationNotFoundError")
        {
            return null;
        }
    }
}
