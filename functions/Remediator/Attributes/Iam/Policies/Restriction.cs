using System.Text.Json.Nodes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The document that denies some actions everywhere, and the name of the policy that holds it.</summary>
/// <remarks>The name carries the execution, so that two incidents on one principal never write the same thing.</remarks>
internal static class Restriction
{
    public const string PolicyPrefix = "RemediatorRestrict-";

    private const string Sid = "RemediatorRestrict";

    public static AttributeValue Of(IEnumerable<string> actions) => AttributeValue.Of(new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = Sid,
            ["Effect"] = "Deny",
            ["Action"] = AttributeValue.OfSet(actions).ToNode(),
            ["Resource"] = "*",
        }),
    });

    public static string Describe(AttributeValue value) =>
        value.IsAbsent ? "none"
        : (value.ToNode() as JsonObject)?["Statement"] is JsonArray { Count: 1 } list && list[0]?["Action"] is JsonArray actions ? $"denies {string.Join(", ", actions)}"
        : value.ToString();

    public static (string Principal, string Policy) Split(Target target) =>
        target.Id.Split('#') is [var principal, var execution]
            ? (principal, PolicyPrefix + execution)
            : throw new InvalidOperationException($"{target} is not of the form name#execution");
}
