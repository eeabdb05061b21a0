using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Tests.Planning;

/// <summary>The rules that come from run-time controls, each alone, each pair, and every combination.</summary>
public sealed class SafetyGateControlsTests
{
    private const string Playbook = "ec2-compromised";

    private static readonly GateInput Clear = new(
        Some.Finding(), Some.Playbook("isolate-instance"), PlaybookMode.Enforce, TagReading.None, [Some.Change()],
        ImmutableDictionary<string, string>.Empty.Add("remediator", "protected").Add("break-glass", "*"))
    {
        Controls = ControlsReading.None,
        Now = Some.Time,
        Budget = new BudgetReading.Within(),
        Organization = new OrganizationReading.Known([]),
        OwnNames = ["RemediatorAction"],
        FailedDeliveries = 1,
        PatientDeliveries = 3,
    };

    private static readonly BudgetClaim Claim = new("budget-1", "all", Some.Time, TimeSpan.FromHours(1), 5, "at most 5 (set by alice: storm)");

    /// <summary>Every rule that can speak while the controls are known, in the order of the gate; each brings about its own case.</summary>
    private static readonly (string Name, Func<GateInput, GateInput> Case, string Verdict, string Says)[] Rules =
    [
        ("sample", i => i with { Finding = i.Finding with { IsSample = true } }, "observe", "a sample finding"),
        ("pause", i => i.With(GateInputs.Pause(ControlScope.Everything)), "observe", "everything is paused (set by alice at 2026-11-01 02:00 UTC: because)"),
        ("own resource", i => i with { OwnNames = [.. i.OwnNames, Some.InstanceId] }, "refused", "is Remediator's own"),
        ("protected by tag", i => i with { Touched = [new(ResourceKinds.Role, "root", Tags(("break-glass", "")))] }, "refused", "would touch root, which is protected by its tag break-glass="),
        ("protected by a control", i => i.With(new ProtectedResource { Resource = "i-0a*", By = "alice", Why = "because", At = At }), "refused", "protected: resource i-0a* (set by alice"),
        ("exempt by the playbook", i => i with { Tags = Some.Tags(("team", "red")), Playbook = i.Playbook with { UnlessTags = Tags(("team", "red")) } }, "refused", "is exempt from ec2-compromised by its tag team=red"),
        ("exempt by a control", i => i.With(new Exemption("team-red") { Type = "Backdoor:*", By = "alice", Why = "because", At = At, Until = Some.Time.AddDays(1) }), "refused", "exempt for team-red: finding type Backdoor:* (set by alice"),
        ("asked to look", i => i with { ModeIsAsked = true, Mode = PlaybookMode.Observe }, "observe", "a person asked only to look"),
        ("observe", i => i.With(GateInputs.Mode(Playbook, PlaybookMode.Observe)), "observe", "playbook ec2-compromised is set to observe (set by alice"),
        ("unknown tags", i => i with { Tags = new TagReading.Unknown("AccessDenied") }, "wait", "AccessDenied"),
        ("unknown OU", i => i.With(new Exemption("team-red") { Ou = "ou-1", By = "alice", Why = "because", At = At, Until = Some.Time.AddDays(1) }) with { Organization = new OrganizationReading.Unknown("Throttled") }, "wait", "(Throttled)"),
        ("approve", i => i.With(GateInputs.Mode(Playbook, PlaybookMode.Approve)), "needs-approval", "playbook ec2-compromised is set to approve (set by alice"),
        ("freeze", i => i.With(new FreezeWindow(ControlScope.Everything, "daily 00:00-24:00") { By = "alice", Why = "because", At = At }), "needs-approval", "everything is frozen daily 00:00-24:00 UTC (set by alice"),
        ("irreversible", i => i with { Changes = [.. i.Changes, Some.Change() with { Irreversible = true }] }, "needs-approval", "cannot be undone"),
        ("budget", i => i with { Budget = new BudgetReading.UsedUp(Claim) }, "needs-approval", "the budget is used up until 2026-11-01 04:00 UTC: at most 5 (set by alice: storm)"),
        ("unknown budget", i => i with { Budget = new BudgetReading.Unknown("Throttled") }, "wait", "Throttled"),
    ];

    private static DateTimeOffset At => Some.Time.AddHours(-1);

    public static TheoryData<string> Names => [.. Rules.Select(r => r.Name)];

    [Fact]
    public void Proceeds_where_no_rule_speaks() => Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Clear));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_rule_alone_stops_and_says_why(string name)
    {
        var rule = Rules.Single(r => r.Name == name);
        var verdict = SafetyGate.Review(rule.Case(Clear));

        Assert.Equal(rule.Verdict, verdict.Name);
        Assert.Contains(rule.Says, verdict.Because, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_rule_goes_before_every_later_one(string name)
    {
        var first = Array.FindIndex(Rules, r => r.Name == name);
        for (var later = first + 1; later < Rules.Length; later++)
        {
            // A playbook has one override, and tags are either known or not.
            if ((name, Rules[later].Name) is ("observe", "approve") or ("exempt by the playbook", "unknown tags"))
            {
                continue;
            }

            var verdict = SafetyGate.Review(Rules[first].Case(Rules[later].Case(Clear)));
            Assert.True(verdict.Because!.Contains(Rules[first].Says, StringComparison.Ordinal), $"{name} should go before {Rules[later].Name}: {verdict.Because}");
        }
    }

    [Fact]
    public void No_combination_of_rules_proceeds()
    {
        for (var set = 1; set < 1 << Rules.Length; set++)
        {
            var input = Rules.Where((_, i) => (set & (1 << i)) != 0).Aggregate(Clear, (i, rule) => rule.Case(i));
            Assert.False(SafetyGate.Review(input) is Verdict.Proceed, $"combination {set} proceeds");
        }
    }

    [Theory]
    [InlineData(PlanApproval.ByPeople, "observe", "approve", "freeze", "irreversible", "budget", "unknown budget")]
    [InlineData(PlanApproval.BySilence, "approve")]
    public void Of_an_approved_plan_no_combination_proceeds_that_holds_a_rule_which_the_approval_does_not_answer(PlanApproval approved, params string[] answered)
    {
        for (var set = 0; set < 1 << Rules.Length; set++)
        {
            var rules = Rules.Where((_, i) => (set & (1 << i)) != 0).ToList();

            // A playbook has one override: the later of the two is the one that stands.
            var spoken = rules.Where(r => r.Name != "observe" || !rules.Exists(o => o.Name == "approve"));
            var verdict = SafetyGate.Review(rules.Aggregate(Clear, (i, rule) => rule.Case(i)) with { Approved = approved });
            Assert.True(spoken.All(r => answered.Contains(r.Name)) == verdict is Verdict.Proceed, $"{string.Join(", ", rules.Select(r => r.Name))}: {verdict}");
        }
    }

    [Fact]
    public void Silence_lets_pass_what_cannot_be_undone_only_where_the_step_itself_allows_it()
    {
        var silent = Rules.Single(r => r.Name == "irreversible").Case(Clear) with { Mode = PlaybookMode.Approve, Approved = PlanApproval.BySilence };
        PlaybookStep[] allowing = [.. silent.Playbook.Steps.Select(s => s with { AllowIrreversible = true })];

        Assert.IsType<Verdict.NeedsApproval>(SafetyGate.Review(silent));
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(silent with { Playbook = silent.Playbook with { Steps = [.. allowing] } }));
    }

    [Theory]
    [InlineData(PlaybookMode.Observe)]
    [InlineData(PlaybookMode.Approve)]
    [InlineData(PlaybookMode.Enforce)]
    public void Unknown_controls_wait_and_then_ask_whatever_the_playbook_says(PlaybookMode mode)
    {
        var unknown = Clear with { Mode = mode, Controls = new ControlsReading.Unknown("Throttled") };

        Assert.Contains("Throttled", Assert.IsType<Verdict.Wait>(SafetyGate.Review(unknown with { FailedDeliveries = 2 })).Reason, StringComparison.Ordinal);
        Assert.StartsWith("in 3 deliveries the controls could not be read", Assert.IsType<Verdict.NeedsApproval>(SafetyGate.Review(unknown with { FailedDeliveries = 3 })).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_controls_never_proceed_in_any_combination()
    {
        for (var set = 0; set < 1 << Rules.Length; set++)
        {
            var input = Rules.Where((_, i) => (set & (1 << i)) != 0).Aggregate(Clear, (i, rule) => rule.Case(i));
            foreach (var asked in new[] { false, true })
            {
                foreach (var deliveries in new[] { 1, 9 })
                {
                    var verdict = SafetyGate.Review(input with { Controls = new ControlsReading.Unknown("x"), ModeIsAsked = asked, FailedDeliveries = deliveries });
                    Assert.False(verdict is Verdict.Proceed, $"combination {set} proceeds without controls");
                }
            }
        }
    }

    [Fact]
    public void A_person_who_only_asks_to_look_needs_no_controls() =>
        Assert.IsType<Verdict.Observe>(SafetyGate.Review(Clear with { ModeIsAsked = true, Mode = PlaybookMode.Observe, Controls = new ControlsReading.Unknown("x") }));

    [Fact]
    public void A_person_who_asks_is_the_approval_of_mode_freeze_and_budget_and_of_nothing_else()
    {
        string[] satisfied = ["observe", "approve", "freeze", "budget", "unknown budget"];
        foreach (var rule in Rules.Where(r => r.Name != "asked to look"))
        {
            var verdict = SafetyGate.Review(rule.Case(Clear) with { ModeIsAsked = true });
            Assert.True(satisfied.Contains(rule.Name) == verdict is Verdict.Proceed, $"{rule.Name}: {verdict}");
        }
    }

    [Fact]
    public void An_override_replaces_the_mode_to_either_side()
    {
        var observing = Clear with { Mode = PlaybookMode.Observe };

        Assert.IsType<Verdict.Observe>(SafetyGate.Review(observing));
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(observing.With(GateInputs.Mode(Playbook, PlaybookMode.Enforce))));
        Assert.Equal(PlaybookMode.Enforce, SafetyGate.ModeOf(observing.With(GateInputs.Mode(Playbook, PlaybookMode.Enforce))).Mode);
        Assert.IsType<Verdict.Observe>(SafetyGate.Review(observing.With(GateInputs.Mode("another", PlaybookMode.Enforce))));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(Some.Account, null, true)]
    [InlineData("999999999999", null, false)]
    [InlineData(null, Playbook, true)]
    [InlineData(null, "another", false)]
    [InlineData(Some.Account, "another", false)]
    [InlineData(Some.Account, Playbook, true)]
    public void A_pause_is_for_what_it_says(string? account, string? playbook, bool holds) =>
        Assert.Equal(holds, SafetyGate.Review(Clear.With(GateInputs.Pause(new ControlScope(account, playbook)))) is Verdict.Observe);

    [Fact]
    public void A_control_ends_by_itself()
    {
        var paused = Clear.With(new Pause(ControlScope.Everything) { By = "alice", Why = "because", At = At, Until = Some.Time });

        Assert.IsType<Verdict.Observe>(SafetyGate.Review(paused with { Now = Some.Time.AddTicks(-1) }));
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(paused));
    }

    [Fact]
    public void A_budget_does_not_stand_before_what_changes_nothing() =>
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Clear with { Changes = [Some.Change("a", "a")], Budget = new BudgetReading.UsedUp(Claim) }));

    [Fact]
    public void The_engines_own_role_is_never_touched()
    {
        const string role = "RemediatorAction";
        var resource = new ResourceRef(ResourceKinds.Role, role);
        Assert.IsType<Verdict.Refused>(SafetyGate.Review(Clear with { Finding = Some.Finding(resource), Resources = [resource] }));

        // Nobody hides behind a name that only looks like it.
        var alike = new ResourceRef(ResourceKinds.Role, "RemediatorAction-2");
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Clear with { Finding = Some.Finding(alike), Resources = [alike] }));

        // Also where a plan reaches it through something else, and whoever asks.
        var through = Some.Change() with { Target = new Target(ResourceKinds.Role, $"{role}#rx-0123") };
        Assert.IsType<Verdict.Refused>(SafetyGate.Review(Clear with { Changes = [through], ModeIsAsked = true }));
        Assert.IsType<Verdict.Refused>(SafetyGate.Review(Clear with { Changes = [through], Controls = new ControlsReading.Unknown("x") }));
    }

    [Theory]
    [InlineData("break-glass-*", null, null)]
    [InlineData(null, "arn:aws:iam::*:role/break-glass-eu", null)]
    [InlineData(null, "break-glass-eu", null)]
    [InlineData(null, null, "tier=payments")]
    public void A_protection_covers_what_a_plan_would_touch(string? role, string? resource, string? tag)
    {
        var protection = new ProtectedResource { Role = role, Resource = resource, Tag = tag, By = "alice", Why = "the way back in", At = At };
        var input = Clear.With(protection) with
        {
            Changes = [Some.Change(), Some.Change() with { Target = new Target(ResourceKinds.Role, "break-glass-eu#rx-0123") }],
            Touched = [new TouchedResource(ResourceKinds.Role, "break-glass-eu", Tags(("tier", "Payments")))],
        };

        Assert.Contains("the way back in", Assert.IsType<Verdict.Refused>(SafetyGate.Review(input)).Reason, StringComparison.Ordinal);
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(Clear.With(protection)));
    }

    [Fact]
    public void An_OU_exemption_holds_below_the_OU_and_not_elsewhere()
    {
        var input = Clear.With(new Exemption("platform") { Ou = "ou-a", By = "alice", Why = "because", At = At, Until = Some.Time.AddDays(1) });

        Assert.IsType<Verdict.Refused>(SafetyGate.Review(input with { Organization = new OrganizationReading.Known(["ou-b", "ou-a", "r-1"]) }));
        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(input with { Organization = new OrganizationReading.Known(["ou-b", "r-1"]) }));
        Assert.IsType<Verdict.NeedsApproval>(SafetyGate.Review(input with { Organization = new OrganizationReading.Unknown("x"), FailedDeliveries = 3 }));
    }

    [Fact]
    public void An_OU_that_is_unknown_matters_only_where_the_other_criteria_are_met()
    {
        var elsewhere = Clear.With(new Exemption("platform") { Ou = "ou-a", Type = "Policy:*", By = "alice", Why = "because", At = At, Until = Some.Time.AddDays(1) });

        Assert.IsType<Verdict.Proceed>(SafetyGate.Review(elsewhere with { Organization = new OrganizationReading.Unknown("x") }));
    }

    private static ImmutableDictionary<string, string> Tags(params (string Key, string Value)[] tags) => tags.ToImmutableDictionary(t => t.Key, t => t.Value);
}

internal static class GateInputs
{
    /// <summary>With one more control; the last one with an id counts.</summary>
    public static GateInput With(this GateInput input, Control control)
    {
        var known = input.Controls is ControlsReading.Known k ? k.Controls.All : [];
        return input with { Controls = ControlsReading.Of([.. known.Where(c => c.Id != control.Id), control]) };
    }

    public static Pause Pause(ControlScope scope) => new(scope) { By = "alice", Why = "because", At = Some.Time.AddHours(-1) };

    public static ModeOverride Mode(string playbook, PlaybookMode mode) => new(playbook, mode) { By = "alice", Why = "because", At = Some.Time.AddHours(-1) };
}
