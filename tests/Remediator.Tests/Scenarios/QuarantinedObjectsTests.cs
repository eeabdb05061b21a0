using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>Two objects of one bucket rely on one statement in its policy: it goes with the last of them.</summary>
public sealed class QuarantinedObjectsTests
{
    private const string Name = "uploads-eu";
    private const string Own = """{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":{"AWS":"444455556666"},"Resource":"*","Sid":"Team"}],"Version":"2012-10-17"}""";
    private static readonly string[] Keys = ["in/invoice.zip", "in/order.zip"];

    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, 1)]
    [InlineData(Own, 0)]
    [InlineData(Own, 1)]
    public async Task The_statement_stays_for_the_other_object_and_the_last_release_takes_it_out(string? policy, int first)
    {
        await using var run = await ScenarioRun.StartAsync(Incident(policy));
        var ids = new[] { await ContainAsync(run, Keys[0]), await ContainAsync(run, Keys[1]) };

        var kept = await ReleasedAsync(run, ids[first]);

        Assert.Contains(kept.Changes, c => c.Status == ChangeStatus.Shared && c.Error == $"execution {ids[1 - first]} still relies on it");
        Assert.Contains("RemediatorQuarantine", run.Account.Buckets[Name].Policy, StringComparison.Ordinal);
        Assert.Equal([Keys[1 - first]], Quarantined(run));

        await ReleasedAsync(run, ids[1 - first]);
        Assert.Equal(policy, run.Account.Buckets[Name].Policy);
        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task A_statement_that_was_there_before_stays()
    {
        await using var run = await ScenarioRun.StartAsync(Incident(null));
        var earlier = await ContainAsync(run, Keys[0]);
        var policy = run.Account.Buckets[Name].Policy;
        await ReleasedAsync(run, earlier);
        run.Account.Buckets[Name].Policy = policy;

        await ReleasedAsync(run, await ContainAsync(run, Keys[1]));

        Assert.Equal(policy, run.Account.Buckets[Name].Policy);
    }

    /// <remarks>Whoever uploads an object chooses its key.</remarks>
    [Theory]
    [InlineData("in/Rechnung 2026.zip")]
    [InlineData("in/*")]
    [InlineData("in/a'b\"c?d=e&f<g>{h}%2F+#.zip")]
    [InlineData("in/счёт-請求書.zip")]
    public async Task An_object_of_any_name_is_quarantined_and_no_other(string key)
    {
        await using var run = await ScenarioRun.StartAsync(Incident(null));
        run.Account.Buckets[Name].Objects[key] = "";

        var id = await ContainAsync(run, key);

        Assert.Equal([key], Quarantined(run));
        await ReleasedAsync(run, id);
        Assert.Empty(Quarantined(run));
    }

    private static IEnumerable<string> Quarantined(ScenarioRun run) =>
        run.Account.Buckets[Name].ObjectTags.Where(o => o.Value.ContainsKey("remediator:quarantine")).Select(o => o.Key);

    private static Incident Incident(string? policy) => new(
        "malicious objects",
        "guardduty/object-scan.json",
        a =>
        {
            var bucket = a.AddBucket(Name);
            bucket.Policy = policy;
            foreach (var key in Keys)
            {
                bucket.Objects[key] = "";
                bucket.ObjectTags[key] = new Tags { ["class"] = "upload" };
            }
        },
        (_, _) => []);

    private static async Task<string> ContainAsync(ScenarioRun run, string key)
    {
        var resource = run.Finding.Resources.First(r => r.Kind == ResourceKinds.S3Object);
        run.Finding = run.Finding with { Id = $"finding-of-{key}", Resources = [resource with { Id = key, Arn = null, Details = resource.Details.Remove(ResourceDetails.ETag) }] };
        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        Assert.True(record.State == ExecutionState.Verified, record.Failure);
        return record.Id;
    }

    private static async Task<ExecutionRecord> ReleasedAsync(ScenarioRun run, string id)
    {
        var released = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(id)).Record;
        Assert.True(released.State == ExecutionState.Released, released.Failure);
        return released;
    }
}
