using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Remediator.Execution;
using Remediator.Remediations;

namespace Remediator.Infra;

/// <summary>The only role with power over resources: what the deployed playbooks need, for the functions that contain and that undo.</summary>
internal sealed class ActionRole : Construct
{
    /// <summary>Stand in for CDK's tokens, whose own braces the policy templates would take for names.</summary>
    private const string PartitionMark = "PARTITION-OF-THIS-STACK", AccountMark = "ACCOUNT-OF-THIS-STACK";

    public ActionRole(Construct scope, string name, IReadOnlyList<Remediation> remediations, IReadOnlyList<EngineFunction> users)
        : base(scope, "Action")
    {
        var role = new Role(this, "Role", new RoleProps
        {
            RoleName = name,
            Description = "Remediator: changes what its playbooks say, with a session policy for each execution",
            AssumedBy = new CompositePrincipal([.. users.Select(u => new ArnPrincipal(u.Role.RoleArn))]),
        });
        OwnParts.Protect(role);
        foreach (var user in users)
            user.Allow([role.RoleArn], "sts:AssumeRole");

        KeepFromItself(role, name, users, remediations);
        var document = JsonNode.Parse(PermissionPolicy.ForRole(remediations, PartitionMark, AccountMark))!;
        foreach (var (page, number) in PolicyPages.Of(document["Statement"]!.AsArray()).Select((p, i) => (p, i + 1)))
        {
            var text = page.ToJsonString().Replace(PartitionMark, Aws.PARTITION, StringComparison.Ordinal).Replace(AccountMark, Aws.ACCOUNT_ID, StringComparison.Ordinal);
            _ = new ManagedPolicy(this, $"Policy{number}", new ManagedPolicyProps
            {
                Description = "Remediator: generated from the remediations of the deployed playbooks",
                Document = PolicyDocument.FromJson(JsiiJson.Of(JsonNode.Parse(text)!.AsObject())),
                Roles = [role],
            });
        }
    }

    /// <summary>Whatever a finding names, and whatever becomes of the tags: no session changes this role or those of the functions that assume it.</summary>
    private static void KeepFromItself(Role role, string name, IReadOnlyList<EngineFunction> users, IReadOnlyList<Remediation> remediations)
    {
        string[] writes = [.. PermissionPolicy.Of(remediations).Select(p => p.Action).Where(a => a.StartsWith("iam:", StringComparison.Ordinal) && !a.StartsWith("iam:Get", StringComparison.Ordinal) && !a.StartsWith("iam:List", StringComparison.Ordinal)).Distinct()];
        if (writes.Length > 0)
        {
            role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
            {
                Effect = Effect.DENY,
                Actions = writes,
                Resources = [$"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/{name}", .. users.Select(u => u.Role.RoleArn)],
            }));
        }
    }
}
