using Remediator.Controls;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Tests.Controls;

public sealed class ControlTests
{
    private static readonly DateTimeOffset At = Some.Time;

    public static readonly Control[] All =
    [
        new Pause(new ControlScope(Some.Account, "p")) { By = "alice", Why = "storm", At = At, Until = At.AddHours(1) },
        new ModeOverride("p", PlaybookMode.Enforce) { By = "alice", Why = "ready", At = At },
        new Exemption("team-red") { Resource = "i-*", Tag = "a=b", Account = Some.Account, Ou = "ou-1", Type = "X:*", Playbook = "p", By = "alice", Why = "test", At = At, Until = At.AddDays(7) },
        FreezeWindow.InZone(ControlScope.Everything, "daily 10:00-11:00", "Europe/Berlin", "alice", "night", At),
        FreezeWindow.InZone(ControlScope.Everything, null, "Europe/Berlin", "alice", "books", At, "last 18:00-24:00"),
        new FreezeWindow(ControlScope.Everything) { By = "alice", Why = "holidays", At = At, From = At, Until = At.AddDays(1) },
        new Budget(5, TimeSpan.FromHours(1), BudgetEach.Region, ControlScope.Everything) { By = "alice", Why = "storm", At = At },
        new ProtectedResource { Role = "break-glass-*", By = "alice", Why = "way in", At = At },
    ];

    [Fact]
    public void Every_control_comes_back_from_JSON_as_it_was() => Assert.All(All, c => Assert.Equal(c, ControlJson.Read(ControlJson.Write(c))));

    [Fact]
    public void Every_control_has_an_id_of_its_own() => Assert.Equal(All.Length, All.Select(c => c.Id).Distinct().Count());

    [Fact]
    public void Every_control_tells_who_when_until_when_and_why() =>
        Assert.Equal($"playbook p in account {Some.Account} is paused (set by alice at 2026-11-01 03:00 UTC, until 2026-11-01 04:00 UTC: storm)", All[0].Tell());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"from-the-future","by":"a","why":"b","at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"kind":"pause","why":"b","at":"2026-01-01T00:00:00Z","scope":{}}""")]
    [InlineData("""{"kind":"pause","by":"a","why":"b","at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("null")]
    [InlineData("pause")]
    public void What_is_no_control_that_this_version_knows_is_not_passed_over(string json) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => ControlJson.Read(json));

    [Fact]
    public void A_control_without_who_or_why_has_a_fault()
    {
        Assert.All(All, c => Assert.Null(c.Fault()));
        Assert.All(All, c => Assert.NotNull((c with { By = " " }).Fault()));
        Assert.All(All, c => Assert.NotNull((c with { Why = "" }).Fault()));
        Assert.All(All, c => Assert.NotNull((c with { Until = c.At }).Fault()));
    }

    [Fact]
    public void A_criterion_that_is_empty_is_a_fault_of_every_control_that_could_have_it()
    {
        var exemption = new Exemption("x") { By = "a", Why = "b", At = At, Until = At.AddDays(1) };
        var protection = new ProtectedResource { By = "a", Why = "b", At = At };
        Control[] empty =
        [
            protection with { Resource = "" }, protection with { Role = " " }, protection with { Tag = "" },
            exemption with { Resource = "" }, exemption with { Tag = "" }, exemption with { Account = "" }, exemption with { Ou = " " }, exemption with { Type = "" }, exemption with { Playbook = "" },
            .. new[] { new ControlScope("", null), new ControlScope(null, " ") }.SelectMany(scope => new Control[]
            {
                new Pause(scope) { By = "a", Why = "b", At = At },
                new Budget(1, TimeSpan.FromHours(1), BudgetEach.All, scope) { By = "a", Why = "b", At = At },
                new FreezeWindow(scope, "daily 10:00-11:00") { By = "a", Why = "b", At = At },
            }),
            new ModeOverride("", PlaybookMode.Observe) { By = "a", Why = "b", At = At },
        ];

        Assert.All(empty, c => Assert.Contains("is empty", c.Fault(), StringComparison.Ordinal));
    }

    [Fact]
    public void An_exemption_needs_an_owner_an_end_and_a_criterion()
    {
        var exemption = (Exemption)All[2];

        Assert.Contains("owner", (exemption with { Owner = "" }).Fault(), StringComparison.Ordinal);
        Assert.Contains("end", (exemption with { Until = null }).Fault(), StringComparison.Ordinal);
        Assert.False((exemption with { Until = null }).IsInForce(At));
        Assert.NotNull(new Exemption("x") { By = "a", Why = "b", At = At, Until = At.AddDays(1) }.Fault());
        Assert.NotNull((exemption with { Tag = "no-value" }).Fault());
    }

    [Fact]
    public void A_budget_set_again_replaces_the_first()
    {
        var budget = (Budget)All[6];

        Assert.Equal(budget.Id, (budget with { Max = 9 }).Id);
        Assert.NotEqual(budget.Id, (budget with { Per = TimeSpan.FromDays(1) }).Id);
        Assert.Equal("budget-e87c6685", budget.Id);
        Assert.NotNull((budget with { Max = -1 }).Fault());
        Assert.NotNull((budget with { Max = 100_000 }).Fault());
    }

    [Fact]
    public void A_protection_has_one_criterion()
    {
        var protection = (ProtectedResource)All[7];
        Assert.NotNull((protection with { Role = null }).Fault());
        Assert.NotNull((protection with { Resource = "i-1" }).Fault());
    }

    [Theory]
    [InlineData("account", Some.Account)]
    [InlineData("region", Some.Account + "/" + Some.Region)]
    [InlineData("all", "all")]
    public void Limits_of_a_playbook_are_a_budget_of_its_own(string scope, string place)
    {
        var playbook = Some.Playbook() with { Limits = new PlaybookLimits(3, TimeSpan.FromHours(1), scope) };
        var claim = Assert.Single(new ControlsSnapshot([]).BudgetsOf(Some.Finding(), playbook, BudgetCount.Executions, At.AddMinutes(59)));

        Assert.Equal(("limits-ec2-compromised", place), (claim.Budget, claim.Place));
        Assert.Equal((At, 3), (claim.From, claim.Max));
        Assert.Empty(new ControlsSnapshot([]).BudgetsOf(Some.Finding(), playbook, BudgetCount.Changes, At));
    }

    [Fact]
    public void Executions_and_changes_are_counted_apart()
    {
        var budget = (Budget)All[6] with { Max = 50, Count = BudgetCount.Changes };
        Assert.NotEqual(All[6].Id, budget.Id);
        Assert.StartsWith("at most 50 changes per 1h and Region of an account", budget.Says, StringComparison.Ordinal);

        var playbook = Some.Playbook() with { Limits = new PlaybookLimits(3, TimeSpan.FromHours(1), "account", "changes") };
        var claims = new ControlsSnapshot([.. All, budget]).BudgetsOf(Some.Finding(), playbook, BudgetCount.Changes, At);
        Assert.Equal(["changes-ec2-compromised", budget.Id], claims.Select(c => c.Budget));
        Assert.All(claims, c => Assert.Equal(BudgetCount.Changes, c.Count));
    }

    [Fact]
    public void An_exemption_knows_the_user_of_an_access_key()
    {
        var key = new ResourceRef(ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE") { Details = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(ResourceDetails.UserName, "deployer") };
        var subject = new ControlSubject(Some.Finding(key), Some.Playbook(), [key], Remediator.Planning.TagReading.None, [], [], OrganizationReading.NotRead);

        Assert.True(new Exemption("x") { Resource = "deployer", By = "a", Why = "b", At = At, Until = At.AddDays(1) }.Covers(subject));
        Assert.False(new Exemption("x") { Resource = "deploy", By = "a", Why = "b", At = At, Until = At.AddDays(1) }.Covers(subject));
    }
}
