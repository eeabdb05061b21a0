using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Tells the samples that GuardDuty generates on request from real findings.</summary>
/// <remarks>
/// Besides GuardDuty's own flag only ids that AWS assigns count. Names that a customer chooses do not: whoever could
/// name a user or a bucket <c>GeneratedFinding...</c> could otherwise keep the engine from acting.
/// </remarks>
internal static class GuardDutySample
{
    private const string GeneratedInstance = "i-99999999";
    private const string Generated = "GeneratedFinding";
    private const string TitlePrefix = "[SAMPLE]";

    public static bool IsSample(JsonElement body, IReadOnlyList<ResourceRef> resources)
    {
        var info = GuardDutyShape.Service(body).Field("additionalInfo");
        return info.Field("sample").IsTrue()
            || SaysSample(info.Text("value"))
            || body.Text("title")?.StartsWith(TitlePrefix, StringComparison.Ordinal) == true
            || HasGeneratedId(resources);
    }

    public static bool HasGeneratedId(IReadOnlyList<ResourceRef> resources) => resources.Any(HasGeneratedId);

    private static bool HasGeneratedId(ResourceRef resource) => resource.Kind switch
    {
        ResourceKinds.Instance => resource.Id == GeneratedInstance,
        ResourceKinds.AccessKey => IsGenerated(resource.Id) || IsGenerated(resource.Detail(ResourceDetails.PrincipalId)),
        ResourceKinds.Role or ResourceKinds.User => IsGenerated(resource.Detail(ResourceDetails.PrincipalId)),
        _ => false,
    };

    private static bool IsGenerated(string? id) => id?.StartsWith(Generated, StringComparison.Ordinal) == true;

    /// <summary>The API and newer events carry the details a second time, as JSON within a string.</summary>
    private static bool SaysSample(string? json)
    {
        if (json is null || !json.Contains("sample", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Field("sample").IsTrue();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
