using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.ConfigService;
using Amazon.ConfigService.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Starts a recorder of AWS Config that was stopped.</summary>
public sealed class StartConfigRecorder : Remediation<NoOptions, AuditSwitch>
{
    public override string Name => "start-config-recorder";

    public override string Summary => "Start a recorder of AWS Config that was stopped.";

    public override string Undo => "nothing: it stays on";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.ConfigRecorder];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RecorderActivity)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("config:DescribeConfigurationRecorders", RecorderActivity.Recorder), new("config:ListTagsForResource", RecorderActivity.Recorder)];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<AuditSwitch> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var (name, config) = (context.Resource.Id, context.Aws.Client<IAmazonConfigService>());
        try
        {
            var records = new RecorderActivity().ReadAsync(context.Aws, RecorderActivity.TargetOf(name), cancel);
            var described = config.DescribeConfigurationRecordersAsync(new DescribeConfigurationRecordersRequest { ConfigurationRecorderNames = [name] }, cancel);
            await Task.WhenAll(records, described).ConfigureAwait(false);
            var recorder = ((await described.ConfigureAwait(false)).ConfigurationRecorders ?? []).Find(r => r.Name == name);
            if (recorder is null)
            {
                return Missing(name);
            }

            return recorder.ServicePrincipal is { Length: > 0 } service
                ? AuditSwitch.None($"the recorder {name} belongs to {service}: only that service can start it")
                : new AuditSwitch(null, RecorderActivity.TargetOf(name), await records.ConfigureAwait(false), await TagsAsync(config, recorder, cancel).ConfigureAwait(false));
        }
        catch (NoSuchConfigurationRecorderException)
        {
            return Missing(name);
        }
    }

    protected override TagReading Tags(AuditSwitch observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, AuditSwitch observed) => observed.TurnOn(Name, nameof(RecorderActivity));

    private static AuditSwitch Missing(string name) => AuditSwitch.None($"there is no recorder {name} (any more): it must be made again by hand, with the settings that it had");

    private static Task<TagReading> TagsAsync(IAmazonConfigService config, ConfigurationRecorder recorder, CancellationToken cancel) => AuditSwitch.TagsAsync($"recorder {recorder.Name}", async () =>
    {
        if (recorder.Arn is null)
        {
            return new TagReading.Unknown($"tags of recorder {recorder.Name}: AWS Config does not give its ARN");
        }

        var found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var request = new ListTagsForResourceRequest { ResourceArn = recorder.Arn };
        do
        {
            var page = await config.ListTagsForResourceAsync(request, cancel).ConfigureAwait(false);
            foreach (var tag in page.Tags ?? [])
            {
                found[tag.Key] = tag.Value ?? "";
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);
        return new TagReading.Known(found.ToImmutable());
    });
}
