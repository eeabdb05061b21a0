using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: all four flags, or the bucket stays reachable by one of the ways.</summary>
public sealed record BlockPublicBucketOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockPublicBucketOptions))]
internal sealed partial class BlockPublicBucketJsonContext : JsonSerializerContext;
