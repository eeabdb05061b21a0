using System.Text.Json;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

/// <summary>Inline policies of users and roles.</summary>
[Iam]
internal static class InlinePolicyOperations
{
    /// <summary>Characters of all inline policies together, white space not counted.</summary>
    private const int UserLimit = 2048;
    private const int RoleLimit = 10240;

    public static Answer PutUserPolicy(Call call) => Put(call, IamLookup.FindUser(call), UserLimit, "user");

    public static Answer GetUserPolicy(Call call) => Get(call, IamLookup.FindUser(call), "User");

    public static Answer ListUserPolicies(Call call) => List(call, IamLookup.FindUser(call));

    public static Answer DeleteUserPolicy(Call call) => Delete(call, IamLookup.FindUser(call), "user");

    public static Answer PutRolePolicy(Call call) => Put(call, IamLookup.FindRole(call, toChange: true), RoleLimit, "role");

    public static Answer GetRolePolicy(Call call) => Get(call, IamLookup.FindRole(call), "Role");

    public static Answer ListRolePolicies(Call call) => List(call, IamLookup.FindRole(call));

    public static Answer DeleteRolePolicy(Call call) => Delete(call, IamLookup.FindRole(call, toChange: true), "role");

    private static Answer Put(Call call, IamIdentity identity, int limit, string kind)
    {
        var name = call.Parameters.Required("PolicyName");
        var document = call.Parameters.Required("PolicyDocument");
        if (!IsPolicy(document))
        {
            throw new AwsError("MalformedPolicyDocument", "The policy failed legacy parsing");
        }

        var size = identity.Policies.Where(p => !p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).Append(document).Sum(p => p.Count(c => !char.IsWhiteSpace(c)));
        if (size > limit)
        {
            throw new AwsError("LimitExceeded", $"Maximum policy size of {limit} bytes exceeded for {kind} {identity.Name}", 409);
        }

        identity.Policies[name] = document;
        return Answer.Empty;
    }

    private static Answer Get(Call call, IamIdentity identity, string kind)
    {
        var name = Existing(call, identity, kind.ToLowerInvariant());
        return Answer.Xml(
            new XElement(kind + "Name", identity.Name),
            new XElement("PolicyName", name),
            new XElement("PolicyDocument", Uri.EscapeDataString(identity.Policies[name])));
    }

    private static Answer List(Call call, IamIdentity identity) => IamLookup.Page(call, "PolicyNames", identity.Policies.Keys, name => name);

    private static Answer Delete(Call call, IamIdentity identity, string kind)
    {
        identity.Policies.Remove(Existing(call, identity, kind));
        return Answer.Empty;
    }

    private static string Existing(Call call, IamIdentity identity, string kind)
    {
        var name = call.Parameters.Required("PolicyName");
        return identity.Policies.Keys.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw IamLookup.Missing($"The {kind} policy with name {name} cannot be found.");
    }

    private static bool IsPolicy(string document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("Statement", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
