using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>A resource's policy without the statements that let everybody in; what it grants to named principals stays. Pure.</summary>
internal static class PublicPolicyPlan
{
    /// <param name="whose">The resource in words.</param>
    /// <param name="survivors">What is said of this kind of resource; what holds for all comes first.</param>
    public static StepPlan Of(string step, string attribute, Target target, AttributeValue policy, string whose, params string[] survivors)
    {
        // A policy that this parser refuses (a key that comes twice) may be open all the same.
        if (!policy.IsAbsent && policy.ToNode() is not JsonObject)
        {
            return new StepPlan.Unknown($"the policy of {whose} can't be taken apart, so whether it is public is not known");
        }

        var open = PublicStatements.In(policy);
        var change = new Change
        {
            Step = step,
            Attribute = attribute,
            Target = target,
            Before = policy,
            After = open.Count == 0 ? policy : PublicStatements.Without(policy),
            Phase = Phase.Contain,
            Note = open.Count == 0 ? "The policy has no statement that lets everybody in." : $"Removed: {string.Join(", ", open)}.",
        };
        return new StepPlan.Planned([change], ["Statements with a condition on who or where the caller is stay, also a wide one.", .. survivors]);
    }
}
