using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.Config;

/// <summary>Tells AWS Config's messages apart; only some of them carry an evaluation.</summary>
internal static class ConfigShape
{
    public static bool IsConfigs(JsonElement body) =>
        body.Field("newEvaluationResult").IsObject()
        || body.Field("evaluationResultIdentifier").IsObject()
        || IsEvaluationRequest(body)
        || IsConfigurationItem(body)
        || (body.Text("messageType") is { } type && (type.Contains("Configuration", StringComparison.Ordinal) || type.Contains("Compliance", StringComparison.Ordinal)));

    /// <summary>The new result of a compliance change, or a result as GetComplianceDetails returns it.</summary>
    public static JsonElement Evaluation(JsonElement body) =>
        body.Field("newEvaluationResult") is { ValueKind: JsonValueKind.Object } result ? result
        : body.Field("evaluationResultIdentifier").IsObject() ? body
        : default;

    public static string WhyNoEvaluation(JsonElement body) =>
        IsEvaluationRequest(body) ? "this is AWS Config asking a rule's function to evaluate something, not the result"
        : IsConfigurationItem(body) ? "this is an AWS Config configuration item: it shows a resource, not whether a rule is broken"
        : $"the AWS Config message {SafeText.Quote(body.Text("messageType"))} has no newEvaluationResult, so it says nothing about a rule";

    private static bool IsEvaluationRequest(JsonElement body) =>
        body.Field("invokingEvent").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && body.Text("resultToken") is not null;

    private static bool IsConfigurationItem(JsonElement body) =>
        body.Field("configurationItem").IsObject()
        || body.Field("configurationItemSummary").IsObject()
        || body.Field("configurationItemStatus").ValueKind == JsonValueKind.String
        || body.Field("configurationItemCaptureTime").ValueKind is JsonValueKind.String or JsonValueKind.Object;
}
