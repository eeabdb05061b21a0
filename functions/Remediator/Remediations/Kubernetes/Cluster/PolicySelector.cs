using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.Attributes;

namespace Remediator.Remediations;

/// <summary>Whether a network policy is about a pod, and allows it anything; pure.</summary>
/// <remarks>Policies add up: what one allows, no other one can deny. https://kubernetes.io/docs/concepts/services-networking/network-policies/</remarks>
internal static class PolicySelector
{
    public static bool Allows(JsonObject policy, ImmutableDictionary<string, string> labels) =>
        policy["spec"] is JsonObject spec && (Any(spec["ingress"]) || Any(spec["egress"])) && Selects(spec["podSelector"] as JsonObject, labels);

    /// <summary>A selector without anything selects every pod; one that is not understood may select it.</summary>
    private static bool Selects(JsonObject? selector, ImmutableDictionary<string, string> labels) =>
        (selector?["matchLabels"] as JsonObject ?? []).All(l => labels.GetValueOrDefault(l.Key) == KubernetesNames.Text(l.Value))
        && (selector?["matchExpressions"] as JsonArray ?? []).All(e => Holds(e, labels));

    private static bool Holds(JsonNode? expression, ImmutableDictionary<string, string> labels)
    {
        var (key, values) = (KubernetesNames.Text(expression?["key"]) ?? "", (expression?["values"] as JsonArray ?? []).Select(KubernetesNames.Text).ToList());
        return KubernetesNames.Text(expression?["operator"]) switch
        {
            "In" => labels.TryGetValue(key, out var value) && values.Contains(value),
            "NotIn" => !labels.TryGetValue(key, out var value) || !values.Contains(value),
            "Exists" => labels.ContainsKey(key),
            "DoesNotExist" => !labels.ContainsKey(key),
            _ => true,
        };
    }

    private static bool Any(JsonNode? rules) => rules is JsonArray { Count: > 0 };
}
