using System.Text.Json.Nodes;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who may assume a role: its trust policy; absent when there is no such role.</summary>
/// <remarks>The target's id is the role name.</remarks>
public sealed class RoleTrustPolicy : ResourceAttribute
{
    private const string Sid = "RemediatorQuarantine";

    /// <summary>Nobody may assume the role: without a statement that allows it, users and services are refused alike.</summary>
    public static AttributeValue Closed { get; } = AttributeValue.Of(new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject { ["Sid"] = Sid, ["Effect"] = "Deny", ["Principal"] = "*", ["Action"] = "sts:AssumeRole" }),
    });

    public override string Label => "trust policy of the role";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnRole("iam:GetRole");

    public override IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnRole("iam:UpdateAssumeRolePolicy");

    public static Target TargetOf(string role) => new(ResourceKinds.Role, role);

    /// <summary>The trust policy in the answer about a role.</summary>
    public static AttributeValue Of(Role role) => InlinePolicy.Parse(role.AssumeRolePolicyDocument);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            return Of((await aws.Client<IAmazonIdentityManagementService>().GetRoleAsync(new GetRoleRequest { RoleName = target.Id }, cancel).ConfigureAwait(false)).Role);
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted.IsAbsent)
        {
            throw new InvalidOperationException("a role always has a trust policy");
        }

        try
        {
            var update = new UpdateAssumeRolePolicyRequest { RoleName = request.Target.Id, PolicyDocument = InlinePolicy.Text(request.Wanted) };
            await aws.Client<IAmazonIdentityManagementService>().UpdateAssumeRolePolicyAsync(update, cancel).ConfigureAwait(false);
        }
        catch (MalformedPolicyDocumentException e)
        {
            throw new RemediationException($"IAM refuses the trust policy of {request.Target.Id} ({e.Message}): a principal that it names was deleted since; put it back by hand without that principal");
        }
    }

    public override string Describe(AttributeValue value) => value == Closed ? "nobody may assume the role" : value.ToString();

    /// <summary>The principals that IAM shows by their unique id because they were deleted: it would not take such a policy back.</summary>
    public static IReadOnlyList<string> DeletedPrincipals(AttributeValue policy) =>
        [.. Statements(policy).SelectMany(s => Names(s["Principal"]).Concat(Names(s["NotPrincipal"]))).Where(IsUniqueId).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<JsonObject> Statements(AttributeValue policy) => (policy.ToNode() as JsonObject)?["Statement"] switch
    {
        JsonArray many => many.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    private static IEnumerable<string> Names(JsonNode? principal) => (principal as JsonObject)?["AWS"] switch
    {
        JsonArray many => many.OfType<JsonValue>().Select(v => v.ToString()),
        JsonValue one => [one.ToString()],
        _ => [],
    };

    private static bool IsUniqueId(string text) => text.Length >= 16 && text[0] == 'A' && text.All(char.IsAsciiLetterOrDigit);
}
