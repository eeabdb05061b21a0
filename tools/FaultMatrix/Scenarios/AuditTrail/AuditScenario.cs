using System.Globalization;
using System.Text.Json.Nodes;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

/// <summary>A CloudTrail event; what it starts is never released.</summary>
internal abstract class AuditScenario : RemediationScenario
{
    public override bool Releases => false;

    public override string Document(int version = 0)
    {
        var sample = Event();
        var detail = sample["detail"]!;
        var at = DateTimeOffset.Parse(detail["eventTime"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        detail["eventTime"] = at.AddHours(version - 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return sample.ToJsonString();
    }

    /// <summary>The event of another call than the sample's.</summary>
    protected static string Called(string document, string source, string operation, JsonObject parameters)
    {
        var sample = JsonNode.Parse(document)!;
        var detail = sample["detail"]!;
        (detail["eventSource"], detail["eventName"], detail["requestParameters"]) = (source, operation, parameters);
        return sample.ToJsonString();
    }

    private JsonNode Event() => JsonNode.Parse(File.ReadAllText(Path.Combine(Samples, Sample)))!;
}
