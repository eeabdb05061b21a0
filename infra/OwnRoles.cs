using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Remediator.Execution;

namespace Remediator.Infra;

/// <summary>Keeps the engine from acting on itself.</summary>
/// <remarks>
/// Its calls are what GuardDuty takes for privilege escalation and persistence. A playbook that then cut the sessions of the
/// engine's own roles would end every response under way; tagged as protected they are refused, and people are told.
/// </remarks>
internal static class OwnRoles
{
    public static void Protect(Role role)
    {
        // A tag that counts with any value has none to give.
        foreach (var (key, value) in new RunnerOptions().ProtectedTags.Where(t => t.Value != "*"))
            Tags.Of(role).Add(key, value);
    }
}
