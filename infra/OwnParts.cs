using Amazon.CDK;
using Constructs;
using Remediator.Execution;

namespace Remediator.Infra;

/// <summary>Keeps the engine from acting on itself.</summary>
/// <remarks>
/// Its calls are what GuardDuty takes for privilege escalation and persistence. A playbook that then cut the sessions of the
/// engine's own roles, or stopped its functions, would end every response under way; tagged as protected they are refused, and people
/// are told, also where the finding does not show whose they are.
/// </remarks>
internal static class OwnParts
{
    public static void Protect(IConstruct part)
    {
        // A tag that counts with any value has none to give.
        foreach (var (key, value) in new RunnerOptions().ProtectedTags.Where(t => t.Value != "*"))
            Tags.Of(part).Add(key, value);
    }
}
