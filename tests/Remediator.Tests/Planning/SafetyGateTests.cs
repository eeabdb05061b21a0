using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Tests.Planning;

public sealed class SafetyGateTests
{
    private static readonly GateInput Enforced = new(
        Some.Finding(),
        Some.Playbook("isolate-instance") with { UnlessTags = ImmutableDictionary<string, string>.Empty.Add("remediator", "exempt") },
        PlaybookMode.Enforce,
        TagReading.None,
        [Some.Change()],
        ImmutableDictionary<string, string>.Empty.Add("remediator", "protected"))
    {
        Controls = ControlsReading.None,
        Now = Some.Time,
        Budget = new BudgetReading.Within(),
        FailedDeliveries = 1,
        PatientDeliveries = 3,
    };

    [Fact]
    public void Proceeds_when_enforced_and_everything_is_known() =>
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Enforced));

    [Fact]
    public void Only_observes_a_sample_finding_whatever_the_mode() =>
        Assert.IsType<Verdict.Observe>(SafetyGate.Review(Enforced with { Finding = Some.Finding() with { IsSample = true } }));

    [Fact]
    public void Only_observes_in_observe_mode() =>
        Assert.IsType<Verdict.Observe>(SafetyGate.Review(Enforced with { Mode = PlaybookMode.Observe }));

    [Fact]
    public void Asks_a_person_in_approve_mode() =>
        Assert.IsType<Verdict.NeedsApproval>(SafetyGate.Review(Enforced with { Mode = PlaybookMode.Approve }));

    [Fact]
    public void Refuses_a_resource_that_a_tag_exempts_from_the_playbook()
    {
        var verdict = Assert.IsType<Verdict.Refused>(SafetyGate.Review(Enforced with { Tags = Some.Tags(("remediator", "Exempt")) }));
        Assert.Equal("the resource is exempt from ec2-compromised by its tag remediator=Exempt", verdict.Reason);
    }

    [Fact]
    public void Refuses_a_protected_resource_even_in_observe_mode()
    {
        var verdict = SafetyGate.Review(Enforced with { Tags = Some.Tags(("remediator", "protected")), Mode = PlaybookMode.Observe });
        Assert.Contains("protected by its tag", Assert.IsType<Verdict.Refused>(verdict).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_star_matches_every_value_of_an_exempting_tag()
    {
        var playbook = Enforced.Playbook with { UnlessTags = ImmutableDictionary<string, string>.Empty.Add("break-glass", "*") };
        Assert.IsType<Verdict.Refused>(SafetyGate.Review(Enforced with { Playbook = playbook, Tags = Some.Tags(("break-glass", "yes")) }));
    }

    [Fact]
    public void Another_value_of_the_tag_exempts_nothing() =>
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Enforced with { Tags = Some.Tags(("remediator", "watch")) }));

    [Fact]
    public void Unreadable_tags_wait_for_another_delivery()
    {
        var verdict = SafetyGate.Review(Enforced with { Tags = new TagReading.Unknown("AccessDenied") });
        Assert.Contains("AccessDenied", Assert.IsType<Verdict.Wait>(verdict).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_stay_unreadable_are_a_reason_to_ask()
    {
        var verdict = SafetyGate.Review(Enforced with { Tags = new TagReading.Unknown("AccessDenied"), FailedDeliveries = Enforced.PatientDeliveries });
        Assert.Contains("AccessDenied", Assert.IsType<Verdict.NeedsApproval>(verdict).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_asked_anyway_is_asked_at_once_when_tags_are_unreadable()
    {
        var verdict = SafetyGate.Review(Enforced with { Tags = new TagReading.Unknown("AccessDenied"), Mode = PlaybookMode.Approve });
        Assert.Contains("AccessDenied", Assert.IsType<Verdict.NeedsApproval>(verdict).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Asks_a_person_before_what_cannot_be_undone() =>
        Assert.IsType<Verdict.NeedsApproval>(SafetyGate.Review(Enforced with { Changes = [Some.Change() with { Irreversible = true }] }));

    [Fact]
    public void Proceeds_with_what_cannot_be_undone_where_the_playbook_says_so_of_that_step()
    {
        var playbook = Enforced.Playbook with { Steps = [new PlaybookStep("isolate-instance", AllowIrreversible: true)] };
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Enforced with { Playbook = playbook, Changes = [Some.Change() with { Irreversible = true }] }));
    }

    [Fact]
    public void Every_combination_of_unknowns_stays_short_of_proceed_unless_all_is_known_and_enforced()
    {
        foreach (var mode in Enum.GetValues<PlaybookMode>())
            foreach (var sample in new[] { false, true })
                foreach (TagReading tags in new[] { TagReading.None, new TagReading.Unknown("timeout"), Some.Tags(("remediator", "exempt")) })
                {
                    var verdict = SafetyGate.Review(Enforced with { Mode = mode, Tags = tags, Finding = Some.Finding() with { IsSample = sample } });
                    Assert.Equal(mode == PlaybookMode.Enforce && !sample && tags == TagReading.None, verdict is Verdict.Proceed);
                }
    }
}
