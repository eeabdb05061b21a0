using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One statement of a function's resource policy, by its Sid; absent when there is none.</summary>
/// <remarks>
/// The target's id is <c>function#sid</c>. Lambda takes no policy document: a statement is put back from its parts, so that only
/// those are ever removed that <see cref="IsRestorable"/>.
/// </remarks>
public sealed class FunctionStatement : ResourceAttribute
{
    private const string UrlAuthType = "lambda:FunctionUrlAuthType";
    private const string ViaUrl = "lambda:InvokedViaFunctionUrl";

    public override string Label => "statement of the function's policy";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("lambda:GetPolicy", FunctionArns.Function)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("lambda:AddPermission", FunctionArns.Function), new("lambda:RemovePermission", FunctionArns.Function)];

    public static Target TargetOf(string function, string sid) => new(ResourceKinds.Function, $"{function}#{sid}");

    /// <summary>The statements of a function's own policy; none when it has none.</summary>
    public static async Task<IReadOnlyList<JsonObject>> AllAsync(AwsSession aws, string function, CancellationToken cancel)
    {
        try
        {
            var answer = await aws.Client<IAmazonLambda>().GetPolicyAsync(new GetPolicyRequest { FunctionName = function }, cancel).ConfigureAwait(false);
            return (JsonNode.Parse(answer.Policy) as JsonObject)?["Statement"] is JsonArray statements
                ? [.. statements.OfType<JsonObject>()]
                : throw new RemediationException($"Lambda's answer about the policy of {function} is no policy");
        }
        catch (ResourceNotFoundException)
        {
            return [];
        }
        catch (JsonException)
        {
            throw new RemediationException($"Lambda's answer about the policy of {function} is no policy");
        }
    }

    /// <summary>Whether the statement lets everybody in, and AddPermission can make exactly it again.</summary>
    public static bool IsRestorable(JsonObject statement) =>
        Text(statement["Sid"]) is { Length: > 0 } && Text(statement["Effect"]) == "Allow" && Text(statement["Principal"]) == "*"
        && Text(statement["Action"]) is { Length: > 0 } && Text(statement["Resource"]) is { Length: > 0 }
        && statement.All(p => p.Key is "Sid" or "Effect" or "Principal" or "Action" or "Resource" or "Condition")
        && Conditions(statement["Condition"]) is not null;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (function, sid) = Split(target);
        return AttributeValue.Of((await AllAsync(aws, function, cancel).ConfigureAwait(false)).FirstOrDefault(s => Text(s["Sid"]) == sid)?.DeepClone());
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (function, sid) = Split(request.Target);
        var lambda = aws.Client<IAmazonLambda>();
        if (!request.Current.IsAbsent)
        {
            try
            {
                await lambda.RemovePermissionAsync(new RemovePermissionRequest { FunctionName = function, StatementId = sid }, cancel).ConfigureAwait(false);
            }
            catch (ResourceNotFoundException) when (request.Wanted.IsAbsent)
            {
                return;
            }
        }

        if (request.Wanted.ToNode() is JsonObject statement)
        {
            var conditions = Conditions(statement["Condition"]) ?? throw new InvalidOperationException("no plan writes such a statement");
            await lambda.AddPermissionAsync(
                new AddPermissionRequest
                {
                    FunctionName = function,
                    StatementId = sid,
                    Action = Text(statement["Action"]),
                    Principal = Text(statement["Principal"]),
                    FunctionUrlAuthType = conditions.UrlAuthType,
                    InvokedViaFunctionUrl = conditions.ViaUrl,
                },
                cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The two conditions of a public function URL; null when there is any other.</summary>
    private static (string? UrlAuthType, bool? ViaUrl)? Conditions(JsonNode? condition)
    {
        (string? UrlAuthType, bool? ViaUrl) found = default;
        foreach (var (test, keys) in condition as JsonObject ?? [])
        {
            foreach (var (key, value) in keys as JsonObject ?? [])
            {
                switch (test, key, Text(value))
                {
                    case ("StringEquals", UrlAuthType, { } type):
                        found.UrlAuthType = type;
                        break;
                    case ("Bool", ViaUrl, "true"):
                        found.ViaUrl = true;
                        break;
                    default:
                        return null;
                }
            }
        }

        return condition is null or JsonObject ? found : null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static (string Function, string Sid) Split(Target target) =>
        target.Id.Split('#', 2) is [var function, var sid] ? (function, sid) : throw new InvalidOperationException($"{target} is not of the form function#sid");
}
