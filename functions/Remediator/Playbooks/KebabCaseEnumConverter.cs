using System.Text.Json;
using System.Text.Json.Serialization;

namespace Remediator.Playbooks;

/// <summary>Writes an enum as people write words in YAML: <c>observe</c>, <c>not-applicable</c>; never as a number.</summary>
public sealed class KebabCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
