using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>What makes a document without an envelope a GuardDuty finding.</summary>
internal static class GuardDutyShape
{
    public static bool IsFinding(JsonElement body) =>
        Arn.TryParse(body.Text("arn")) is { Service: "guardduty" }
        || string.Equals(Service(body).Text("serviceName"), "guardduty", StringComparison.OrdinalIgnoreCase)
        || body.Field("resource").Text("resourceType") is not null;

    /// <summary>The block about the detection; log shippers that flatten findings rename it to <c>finding</c>.</summary>
    public static JsonElement Service(JsonElement body) => body.ObjectField("service", "finding");
}
