using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Remediations.Isolation;
using Remediator.Remediations.Snapshots;

namespace Remediator.Benchmark.Measuring;

/// <summary>The engine's own work in this process, without any AWS call: observations are given, the ledger is in memory.</summary>
internal sealed class EngineTime(string sample, ImmutableArray<Playbook> playbooks)
{
    private const int Rounds = 15;
    private const int PlaybookCount = 200;

    private static readonly ImmutableArray<string> Groups = ["sg-0a1b2c3d4e5f60718"];

    private static readonly InstanceSurroundings Surroundings = new()
    {
        Instance = new("i-0a1b2c3d4e5f60718", "running", false, true, ImmutableDictionary<string, string>.Empty),
        Interfaces = [new("eni-0a1b2c3d4e5f60718", "vpc-1", Groups), new("eni-0a1b2c3d4e5f60719", "vpc-1", Groups)],
        Groups = [new("sg-0000000000000dead", QuarantineChoice.UsualName, "vpc-1", true, [])],
    };

    private static readonly CutRoleSessions.Observed Role = new(
        [new("web-server", "AROAEXAMPLE", "/", AttributeValue.Absent, ImmutableDictionary<string, string>.Empty)], ImmutableDictionary<string, string>.Empty);

    private static readonly InstanceVolumes Volumes = new("running", ["vol-0a1b2c3d4e5f60718"], ImmutableDictionary<string, string>.Empty, AttributeValue.Absent);

    private readonly byte[] _document = Encoding.UTF8.GetBytes(sample);

    /// <summary>Milliseconds to read, match, claim, plan three steps, ask the gate, and record the plan and its outcome as JSON.</summary>
    public async Task<double> FindingAsync()
    {
        var matcher = new PlaybookMatcher(playbooks);
        const int times = 1000;
        return await MedianAsync(times, async () =>
        {
            var ledger = new InMemoryLedger(TimeProvider.System);
            await AnswerAsync(matcher, ledger);
        }) * 1e3;
    }

    /// <summary>Microseconds to match one finding against two hundred playbooks, of which the last answers it.</summary>
    public async Task<double> MatchAsync()
    {
        var finding = Read();
        var found = playbooks.Single(p => p.Id == "ec2-compromised");
        var others = Enumerable.Range(1, PlaybookCount - 1).Select(n => found with { Id = $"another-{n:d3}", On = [.. found.On.Select(t => t with { Types = [.. t.Types.Select(p => $"{p}{n}")] })] });
        var matcher = new PlaybookMatcher([.. others, found]);
        const int times = 20_000;
        return await MedianAsync(times, () => matcher.Match(finding) is PlaybookMatch.Matched ? Task.CompletedTask : throw new InvalidOperationException("no match")) * 1e6;
    }

    private async Task AnswerAsync(PlaybookMatcher matcher, InMemoryLedger ledger)
    {
        var finding = Read();
        var (playbook, resource) = matcher.Match(finding).Answers is [var hit, ..] ? (hit.Playbook, hit.Resources[0]) : throw new InvalidOperationException("no match");
        var key = ExecutionKey.Of(finding, playbook.Id, resource);
        var now = TimeProvider.System.GetUtcNow();
        var fresh = new ExecutionRecord
        {
            Id = ExecutionIdentity.Of(key),
            Key = key,
            State = ExecutionState.Received,
            Finding = finding,
            Resource = resource,
            PlaybookTitle = playbook.Title,
            PlaybookVersion = playbook.Version,
            Mode = playbook.Mode,
            Notify = playbook.Notify,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var record = ((ClaimResult.Claimed)await ledger.ClaimAsync(fresh, "benchmark", TimeSpan.FromMinutes(1), default)).Record;
        var context = new PlanContext(finding, resource, record.Id, now);
        var steps = new[]
        {
            new IsolateInstance().Plan(context, new IsolateInstanceOptions { Flows = OpenFlows.Cut }, Surroundings),
            new CutRoleSessions().Plan(context, new CutRoleSessionsOptions(), Role),
            new SnapshotVolumes().Plan(context, new NoOptions(), Volumes),
        };
        ImmutableArray<Change> changes = [.. steps.Cast<StepPlan.Planned>().SelectMany(s => s.Changes)];
        var tags = new TagReading.Known(ImmutableDictionary<string, string>.Empty);
        var verdict = SafetyGate.Review(new GateInput(finding, playbook, playbook.Mode, tags, changes, ImmutableDictionary<string, string>.Empty)
        {
            Controls = ControlsReading.None,
            Now = DateTimeOffset.UnixEpoch,
            Budget = new BudgetReading.Within(),
            FailedDeliveries = 1,
            PatientDeliveries = 1,
        });
        record = await ledger.SaveAsync(record.To(ExecutionState.Planned, now) with { Verdict = verdict, Changes = [.. changes.Select(c => new ChangeRecord(c))] }, [], default);
        if (verdict is not Verdict.Proceed || RecordJson.Write(record).Length == 0)
        {
            throw new InvalidOperationException($"the plan was not accepted: {verdict.Because}");
        }
    }

    private Finding Read() => FindingReader.Read(_document) is SourceResult.Parsed { Findings: [var finding] } ? finding : throw new InvalidOperationException("the sample can't be read");

    /// <summary>Seconds per call; the first rounds are for the compiler.</summary>
    private static async Task<double> MedianAsync(int times, Func<Task> call)
    {
        var seconds = new List<double>();
        for (var round = 0; round < Rounds * 2; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
            {
                await call();
            }

            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / times);
        }

        return Samples.Median(seconds[Rounds..]);
    }
}
