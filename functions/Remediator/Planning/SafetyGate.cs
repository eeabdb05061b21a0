using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Planning;

/// <summary>Decides whether a plan may be applied. Pure, and fails closed: what is not known never leads to Proceed.</summary>
/// <remarks>
/// The first rule that speaks wins: sample findings are only observed; tags that exempt or protect refuse; tags that could not
/// be read ask a person; then the mode; then changes that can't be undone.
/// </remarks>
public static class SafetyGate
{
    public static Verdict Review(GateInput input)
    {
        if (input.Finding.IsSample)
        {
            return new Verdict.Observe("a sample finding is only ever observed");
        }

        if (input.Tags is TagReading.Known { Tags: var tags })
        {
            if (Carried(input.Playbook.UnlessTags, tags) is { } exemption)
            {
                return new Verdict.Refused($"the resource is exempt from {input.Playbook.Id} by its tag {exemption}");
            }

            if (Carried(input.ProtectedTags, tags) is { } protection)
            {
                return new Verdict.Refused($"the resource is protected by its tag {protection}");
            }
        }

        if (input.Mode == PlaybookMode.Observe)
        {
            return new Verdict.Observe($"playbook {input.Playbook.Id} is in observe mode");
        }

        if (input.Tags is TagReading.Unknown { Reason: var reason })
        {
            return new Verdict.NeedsApproval($"the tags of the resource could not be read, so it may be exempt: {reason}");
        }

        return input.Mode switch
        {
            PlaybookMode.Approve => new Verdict.NeedsApproval($"playbook {input.Playbook.Id} asks for approval"),
            PlaybookMode.Enforce => ReviewChanges(input),
            _ => throw new InvalidOperationException($"unknown playbook mode {input.Mode}"),
        };
    }

    private static Verdict ReviewChanges(GateInput input)
    {
        var allowed = input.Playbook.Steps.Where(s => s.AllowIrreversible).Select(s => s.Remediation).ToHashSet(StringComparer.Ordinal);
        var irreversible = input.Changes.FirstOrDefault(c => c.Irreversible && !c.IsSatisfied && !allowed.Contains(c.Step));
        return irreversible is null
            ? new Verdict.Proceed()
            : new Verdict.NeedsApproval($"{irreversible.Step} would change {irreversible.Attribute} of {irreversible.Target}, which cannot be undone");
    }

    /// <summary>The first of the wanted tags that a resource carries, as key=value; null for none.</summary>
    public static string? Carried(ImmutableDictionary<string, string> wanted, ImmutableDictionary<string, string> tags)
    {
        foreach (var (key, value) in wanted.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (tags.TryGetValue(key, out var live) && (value == "*" || string.Equals(value, live, StringComparison.OrdinalIgnoreCase)))
            {
                return $"{key}={live}";
            }
        }

        return null;
    }
}

/// <summary>All that the gate looks at.</summary>
/// <param name="Mode">The effective mode: the playbook's own, or what the caller overrode it with.</param>
/// <param name="Tags">The live tags of the resource.</param>
/// <param name="ProtectedTags">Tags that no playbook may touch a resource with; <c>*</c> as value matches every value.</param>
public sealed record GateInput(
    Finding Finding,
    Playbook Playbook,
    PlaybookMode Mode,
    TagReading Tags,
    IReadOnlyList<Change> Changes,
    ImmutableDictionary<string, string> ProtectedTags);
