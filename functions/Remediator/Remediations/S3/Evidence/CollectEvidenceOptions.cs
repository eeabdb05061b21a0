using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Attributes;

namespace Remediator.Remediations;

/// <summary>Options of the step <c>collect-evidence</c>.</summary>
public sealed record CollectEvidenceOptions
{
    /// <summary>Name of the bucket; null for the account's own.</summary>
    [Description("Name of the bucket, with Object Lock and a default retention, in the Region of the finding; it begins with remediator-evidence-. Without it: remediator-evidence-REGION-ACCOUNT of the finding's account, as the stack makes it.")]
    [RegularExpression($"^{EvidenceFile.BucketPrefix}[a-z0-9.-]{{1,43}}$")]
    public string? Bucket { get; set; }
}

/// <summary>What the plan depends on.</summary>
/// <param name="Gone">Why there is nothing to collect; null where there is.</param>
/// <param name="Lock">The bucket's default retention in words; null when it has none.</param>
/// <param name="Files">Values of the attribute <c>EvidenceFile</c>, by file name.</param>
public sealed record EvidenceFacts(
    string? Gone, string? Lock, ImmutableDictionary<string, Planning.AttributeValue> Files, ImmutableDictionary<string, string> Tags)
{
    /// <summary>The account's own bucket was not made.</summary>
    public bool IsMissing { get; init; }
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CollectEvidenceOptions))]
internal sealed partial class CollectEvidenceJsonContext : JsonSerializerContext;
