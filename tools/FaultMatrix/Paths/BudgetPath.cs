using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>Two findings, and a budget that has room for the first alone: that one is answered and counted once, the other asks, and people are told once that the budget is used up.</summary>
/// <remarks>A second budget, of the other kind, has room for both: of it, too, only what is changed is used.</remarks>
internal sealed class BudgetPath(BudgetCount count) : EnginePath
{
    /// <summary>Both keys of a user are disabled and the user denied, so the first finding makes three changes; the other user has one key.</summary>
    private const int Made = 3;

    private static readonly RemediationScenario Scenario = new DisableAccessKeysScenario();

    public BudgetPath()
        : this(BudgetCount.Changes)
    {
    }

    public override string Name => $"budget, {count.ToString().ToLowerInvariant()}";

    public override IReadOnlyList<Playbook> Playbooks { get; } =
        [Scenario.Playbook with { Limits = new PlaybookLimits(count == BudgetCount.Changes ? Made + 1 : 1, TimeSpan.FromDays(1), "account", count == BudgetCount.Changes ? "changes" : null) }];

    protected override IEnumerable<EnginePath> Family => [this, new BudgetPath(BudgetCount.Executions)];

    /// <summary>Room for both.</summary>
    private Budget Wide { get; } = new(10, TimeSpan.FromDays(1), BudgetEach.All, ControlScope.Everything)
    {
        Count = count == BudgetCount.Changes ? BudgetCount.Executions : BudgetCount.Changes,
        By = "alice",
        Why = "a storm is for people",
        At = DateTimeOffset.UnixEpoch,
    };

    public override void Seed(SandboxAccount account)
    {
        Scenario.Seed(account);
        account.AddUser("bob", ["AKIAJ7QH8DHBEXAMPLE2"], new() { ["team"] = "finance" });
    }

    public override void Prepare(World world) => world.Put(Wide);

    public override void Go(World world)
    {
        foreach (var document in (string[])[Document(0), OfBob()])
        {
            world.Respond.Send(document);
            world.Simulator.RunUntilQuiet();
        }
    }

    protected override string Document(int version) => Scenario.Document(version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Exactly(1, NoticeKind.Contained);

        // Where it stays unknown what is allowed, the first asks too.
        checks.Between(1, kind == FaultKind.DeniedForGood ? 2 : 1, NoticeKind.ApprovalNeeded);
        checks.Exactly(1, NoticeKind.BudgetUsedUp);
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 6 : 1);
        checks.Empty(world.Respond);
        if (world.Records.Count != 2)
        {
            checks.Add($"{world.Records.Count} executions");
            return;
        }

        foreach (var record in world.Records)
        {
            checks.Ended(record, record.Finding.Resources.Any(r => r.Id == BobsKey) ? ExecutionState.AwaitingApproval : ExecutionState.Verified);
        }

        var tight = BudgetClaim.Of(Playbooks[0].Limits!, Playbooks[0], world.Records[0].Finding, world.Time.GetUtcNow());
        Used(tight.Budget, count, more: 0);

        // The place that the plan that asks had there may stay: where its giving back was struck, or its taking took effect when the lease was over.
        Used(Wide.Id, Wide.Count, more: checks.Struck is (_, "budgets:GiveBackAsync") or (FaultKind.LeaseExpired, _) ? 1 : 0);

        void Used(string budget, BudgetCount counted, int more)
        {
            var (used, made) = (world.Used(budget, TimeSpan.FromDays(1)), counted == BudgetCount.Changes ? Made : 1);
            if (used < made || used > made + more)
            {
                checks.Add($"{used} of {budget} are used, not {made}");
            }
        }
    }

    private const string BobsKey = "AKIAJ7QH8DHBEXAMPLE2";

    private static string OfBob()
    {
        var document = JsonNode.Parse(Scenario.Document())!;
        var detail = document["detail"]!;
        var (before, id) = (detail["id"]!.GetValue<string>(), new string('b', 32));
        (detail["id"], detail["arn"]) = (id, detail["arn"]!.GetValue<string>().Replace(before, id, StringComparison.Ordinal));
        var key = detail["resource"]!["accessKeyDetails"]!;
        (key["userName"], key["accessKeyId"]) = ("bob", BobsKey);
        return document.ToJsonString();
    }
}
