using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.CloudTrail;

/// <summary>What was asked for, and what came of it.</summary>
internal readonly record struct CloudTrailCall(JsonElement Record)
{
    public JsonElement Request => Record.Field("requestParameters");

    public JsonElement Response => Record.Field("responseElements");

    public string? Parameter(string name) => Request.Identifier(name);
}
