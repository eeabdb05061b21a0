using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Remediator.Sweeping;

/// <summary>Serializers written at build time: what trimming and Native AOT need.</summary>
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class SweepJson : JsonSerializerContext;
