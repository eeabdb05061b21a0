namespace Remediator.Attributes;

/// <summary>Permissions on IAM users and roles whose path is not known before they are read.</summary>
/// <remarks>
/// Findings give a name, and the ARN of <c>/ops/alice</c> is <c>user/ops/alice</c>. <c>user/*alice</c> would also cover malice;
/// the two templates together cover exactly the users of that name, of which an account has at most one.
/// </remarks>
internal static class IamArns
{
    public static IReadOnlyList<Permission> OnUser(params string[] actions) => On(actions, "user", "{userName}");

    public static IReadOnlyList<Permission> OnRole(params string[] actions) => On(actions, "role", "{roleName}");

    private static Permission[] On(string[] actions, string type, string name) =>
        [.. actions.SelectMany(a => new Permission[] { new(a, $"arn:{{partition}}:iam::{{account}}:{type}/{name}"), new(a, $"arn:{{partition}}:iam::{{account}}:{type}/*/{name}") })];
}
