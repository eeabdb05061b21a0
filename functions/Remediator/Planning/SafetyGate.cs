using System.Collections.Immutable;
using System.Globalization;
using Remediator.Controls;
using Remediator.Playbooks;

namespace Remediator.Planning;

/// <summary>Decides whether a plan may be applied. Pure, and fails closed: what is not known never leads to Proceed.</summary>
/// <remarks>
/// The first rule that speaks wins:
/// <code>
///  1  a sample finding                                       Observe
///  2  a pause (kill switch)                                  Observe
///  3  protected: the engine's own, by tag, by a control      Refused
///  4  exempt: by the playbook's tags, by a control           Refused
///  5  a person asked only to look                            Observe
///  6  the controls could not be read                         Wait, after some deliveries NeedsApproval
///  7  the mode is observe                                    Observe
///  8  the tags could not be read                             Wait, after some deliveries NeedsApproval
///  9  an exemption of an OU that could not be read           Wait, after some deliveries NeedsApproval
/// 10  the mode is approve                                    NeedsApproval
/// 11  a freeze window is open (unless a person asked)        NeedsApproval
/// 12  a change that can't be undone                          NeedsApproval
/// 13  a budget is used up (unless a person asked)            NeedsApproval
/// 14  a budget could not be counted                          Wait, after some deliveries NeedsApproval
/// </code>
/// People's approval of this very plan answers 7, 8 in part (then Wait, since they decided without knowing) and 10 to 13. That nobody
/// decided in time, where the playbook then says to proceed, answers 10 alone, and 8 as people's does.
/// The mode is the one that a person asked for in this run; else the override's; else the playbook's own.
/// </remarks>
public static class SafetyGate
{
    public static Verdict Review(GateInput input)
    {
        if (input.Finding.IsSample)
        {
            return new Verdict.Observe("a sample finding is only ever observed");
        }

        var controls = (input.Controls as ControlsReading.Known)?.Controls;
        if (controls?.PauseOf(input.Finding.Account, input.Playbook.Id, input.Now) is { } pause)
        {
            return new Verdict.Observe(pause.Tell());
        }

        var subject = input.Subject;
        if (Protection(input, subject, controls) is { } protection)
        {
            return new Verdict.Refused(protection);
        }

        if (Exemption(input, subject, controls) is { } exemption)
        {
            return new Verdict.Refused(exemption);
        }

        if (input is { ModeIsAsked: true, Mode: PlaybookMode.Observe })
        {
            return new Verdict.Observe("a person asked only to look");
        }

        return controls is null
            ? Unread(input, $"the controls could not be read, so it may be paused, exempt or protected: {((ControlsReading.Unknown)input.Controls).Reason}")
            : ReviewMode(input, subject, controls);
    }

    /// <summary>The mode that counts, and the control that says so.</summary>
    public static (PlaybookMode Mode, ModeOverride? By) ModeOf(GateInput input) =>
        !input.ModeIsAsked && input.Controls is ControlsReading.Known { Controls: var controls } && controls.ModeOf(input.Playbook.Id, input.Now) is { } set
            ? (set.Mode, set)
            : (input.Mode, null);

    private static Verdict ReviewMode(GateInput input, ControlSubject subject, ControlsSnapshot controls)
    {
        var (mode, by) = ModeOf(input);
        var isByPeople = input.Approved == PlanApproval.ByPeople;
        if (mode == PlaybookMode.Observe && !isByPeople)
        {
            return new Verdict.Observe(by?.Tell() ?? $"playbook {input.Playbook.Id} is in observe mode");
        }

        if (input.Tags is TagReading.Unknown { Reason: var reason })
        {
            var unread = $"the tags of the resource could not be read, so it may be exempt: {reason}";
            return mode == PlaybookMode.Approve && input.Approved == PlanApproval.None ? new Verdict.NeedsApproval(unread) : Unread(input, unread);
        }

        if (controls.UndecidedByOu(subject, input.Now) is { } undecided)
        {
            return Unread(input, $"the organizational unit of account {input.Finding.Account} could not be read ({((OrganizationReading.Unknown)subject.Organization).Reason}), so it may be {undecided.Tell()}");
        }

        return mode switch
        {
            _ when isByPeople => ReviewChanges(input, controls),
            PlaybookMode.Enforce when input is { ModeIsAsked: true, Playbook.Approval.Quorum: > 1 } && ModeOf(input with { ModeIsAsked = false, Mode = input.Playbook.Mode }).Mode == PlaybookMode.Approve =>
                new Verdict.NeedsApproval($"playbook {input.Playbook.Id} asks for the approval of {input.Playbook.Approval.Quorum} people, and one person asked"),
            PlaybookMode.Approve when input.Approved == PlanApproval.BySilence => ReviewChanges(input, controls),
            PlaybookMode.Approve => new Verdict.NeedsApproval(by?.Tell() ?? $"playbook {input.Playbook.Id} asks for approval"),
            PlaybookMode.Enforce => ReviewChanges(input, controls),
            _ => throw new InvalidOperationException($"unknown playbook mode {mode}"),
        };
    }

    private static Verdict ReviewChanges(GateInput input, ControlsSnapshot controls)
    {
        var isByPeople = input.Approved == PlanApproval.ByPeople;
        if (!input.ModeIsAsked && !isByPeople && controls.FreezeOf(input.Finding.Account, input.Playbook.Id, input.Now) is { } freeze)
        {
            return new Verdict.NeedsApproval(freeze.Tell());
        }

        var allowed = input.Playbook.Steps.Where(s => s.AllowIrreversible).Select(s => s.Remediation).ToHashSet(StringComparer.Ordinal);
        if (!isByPeople && input.Changes.FirstOrDefault(c => c.Irreversible && !c.IsSatisfied && !allowed.Contains(c.Step)) is { } irreversible)
        {
            return new Verdict.NeedsApproval($"{irreversible.Step} would change {irreversible.Attribute} of {irreversible.Target}, which cannot be undone");
        }

        return input.Budget switch
        {
            BudgetReading.Within => new Verdict.Proceed(),

            // Nothing is written, so nothing counts; and a person who asks is who a breach asks for.
            _ when input.ModeIsAsked || isByPeople || (input.Changes.Count > 0 && input.Changes.All(c => c.IsSatisfied)) => new Verdict.Proceed(),
            BudgetReading.UsedUp used => new Verdict.NeedsApproval(used.Because),
            BudgetReading.Unknown { Reason: var reason } => Unread(input, $"the budget could not be counted, so it may be used up: {reason}"),
            _ => throw new InvalidOperationException($"unknown budget reading {input.Budget.GetType().Name}"),
        };
    }

    private static string? Protection(GateInput input, ControlSubject subject, ControlsSnapshot? controls)
    {
        if (subject.Names().FirstOrDefault(n => input.OwnNames.Contains(n)) is { } own)
        {
            return $"{own} is Remediator's own, which no playbook touches";
        }

        var tags = (input.Tags as TagReading.Known)?.Tags ?? ImmutableDictionary<string, string>.Empty;
        if (Carried(input.ProtectedTags, tags) is { } tag)
        {
            return $"the resource is protected by its tag {tag}";
        }

        if (subject.Touched.FirstOrDefault(t => Carried(input.ProtectedTags, t.Tags) is not null) is { } touched)
        {
            return $"the plan would touch {touched.Name}, which is protected by its tag {Carried(input.ProtectedTags, touched.Tags)}";
        }

        return controls?.ProtectionOf(subject, input.Now)?.Tell();
    }

    private static string? Exemption(GateInput input, ControlSubject subject, ControlsSnapshot? controls) =>
        input.Tags is TagReading.Known { Tags: var tags } && Carried(input.Playbook.UnlessTags, tags) is { } tag
            ? $"the resource is exempt from {input.Playbook.Id} by its tag {tag}"
            : controls?.ExemptionOf(subject, input.Now)?.Tell();

    /// <summary>Waiting is for what may pass; what does not pass is for people.</summary>
    private static Verdict Unread(GateInput input, string reason) =>
        input.FailedDeliveries < input.PatientDeliveries
            ? new Verdict.Wait(reason)
            : new Verdict.NeedsApproval(string.Create(CultureInfo.InvariantCulture, $"in {input.FailedDeliveries} deliveries {reason}"));

    /// <summary>The first of the wanted tags that a resource carries, as key=value; null for none.</summary>
    public static string? Carried(ImmutableDictionary<string, string> wanted, ImmutableDictionary<string, string> tags)
    {
        foreach (var key in wanted.Keys.InOrder(string.CompareOrdinal))
        {
            if (TagPattern.IsCarried($"{key}={wanted[key]}", tags))
            {
                return $"{key}={tags[key]}";
            }
        }

        return null;
    }
}
