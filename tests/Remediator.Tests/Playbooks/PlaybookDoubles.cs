using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Playbooks;

/// <summary>A small catalogue for tests of playbooks: what the real remediations are named and take may change.</summary>
internal static class PlaybookDoubles
{
    public static readonly Remediation[] Remediations =
    [
        new Double<IsolateOptions>("isolate", [ResourceKinds.Instance], DoubleOptionsJson.Default.IsolateOptions),
        new Double<NoOptions>("cut-sessions", [ResourceKinds.Instance, ResourceKinds.Role], DoubleOptionsJson.Default.NoOptions),
        new Double<TagOptions>("tag", [ResourceKinds.Instance, ResourceKinds.Bucket], DoubleOptionsJson.Default.TagOptions),
    ];

    /// <summary>One of the same name that acts on nothing else.</summary>
    public static readonly Remediation OfRoles = new Double<NoOptions>("cut-sessions", [ResourceKinds.Role], DoubleOptionsJson.Default.NoOptions);

    public static readonly FindingSource[] Sources = [new DoubleSource("guardduty"), new DoubleSource("config")];

    public static PlaybookLoader Loader { get; } = new(Remediations, Sources);

    public static Playbook Load(string yaml) =>
        Assert.Single(Assert.IsType<PlaybookLoadResult.Loaded>(Loader.Load([new PlaybookText("playbooks/one.yaml", yaml)], _ => true)).Playbooks);

    public static SourceResult Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Sources.FirstOrDefault(s => s.Recognizes(document.RootElement))?.Read(document.RootElement) ?? new SourceResult.Rejected("nobody reads this");
    }

    private sealed class Double<TOptions>(string name, string[] kinds, JsonTypeInfo options) : Remediation<TOptions, object>
        where TOptions : class, new()
    {
        public override string Name => name;

        public override string Summary => $"Do {name}.";

        public override IReadOnlyList<string> Kinds => kinds;

        public override IReadOnlyList<string> Attributes => [];

        public override IReadOnlyList<Permission> ObservePermissions => [];

        public override JsonTypeInfo OptionsInfo => options;

        public override StepPlan Plan(PlanContext context, TOptions options, object observed) => throw new NotSupportedException();

        protected override Task<object> ReadAsync(ObserveContext context, TOptions options, CancellationToken cancel) => throw new NotSupportedException();

        protected override TagReading Tags(object observed) => throw new NotSupportedException();
    }

    /// <summary>Reads documents of the form { source, type, instance?, role?, severity? }.</summary>
    private sealed class DoubleSource(string name) : FindingSource
    {
        public override string Name => name;

        public override Lane Lane => Lane.Urgent;

        public override string EventSource => $"aws.{name}";

        public override IReadOnlyList<string> DetailTypes => ["Finding"];

        public override bool Recognizes(JsonElement document) => document.GetProperty("source").GetString() == name;

        public override SourceResult Read(JsonElement document) =>
            document.TryGetProperty("type", out var type)
                ? new SourceResult.Parsed([PlaybookDoubles.Finding(type.GetString()!, name, resources: new ResourceRef(ResourceKinds.Instance, document.GetProperty("instance").GetString()!))])
                : new SourceResult.Rejected("it has no type");
    }

    public static Finding Finding(string type, string source = "guardduty", double severity = 8, ResourceRole role = ResourceRole.Actor, params ResourceRef[] resources) => new()
    {
        Id = "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/f",
        Source = source,
        Type = type,
        Severity = new Severity(severity),
        Account = "111122223333",
        Region = "eu-west-1",
        Partition = "aws",
        Role = role,
        Resources = resources.Length > 0 ? resources : [new ResourceRef(ResourceKinds.Instance, "i-0abc")],
        Raw = "{}",
    };
}

internal sealed record NoOptions;

internal sealed record IsolateOptions
{
    [Description("What becomes of tracked connections.")]
    public Flows Flows { get; set; }

    [Range(1, 10)]
    public int Tries { get; set; } = 3;

    public bool Protect { get; set; } = true;

    public TimeSpan? Wait { get; set; }
}

internal enum Flows
{
    Keep,
    Cut,
}

internal sealed record TagOptions
{
    [JsonRequired]
    public Dictionary<string, string> Tags { get; set; } = [];
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(KebabCaseEnumConverter<Flows>), typeof(DurationConverter)])]
[JsonSerializable(typeof(NoOptions))]
[JsonSerializable(typeof(IsolateOptions))]
[JsonSerializable(typeof(TagOptions))]
internal sealed partial class DoubleOptionsJson : JsonSerializerContext;
