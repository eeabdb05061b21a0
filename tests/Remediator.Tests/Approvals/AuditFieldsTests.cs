using System.Text.Json.Nodes;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;

namespace Remediator.Tests.Approvals;

/// <summary>What an auditor reads of every change of state: who or what, when, finding, plan, before, after and AWS's request ids.</summary>
public sealed class AuditFieldsTests
{
    private const string Off = "null";
    private const string On = """{"blockPublicAcls":true,"blockPublicPolicy":true,"ignorePublicAcls":true,"restrictPublicBuckets":true}""";

    [Fact]
    public async Task Asking_approving_applying_verifying_and_releasing_leave_every_field_on_record()
    {
        await using var run = await ApprovalRun.StartAsync();
        var asked = await run.AskAsync();
        run.Time.Advance(TimeSpan.FromMinutes(3));
        await run.ApproveAsync("alice", "known bucket");
        run.Time.Advance(TimeSpan.FromMinutes(1));
        await run.ResumeAsync();
        run.Time.Advance(TimeSpan.FromHours(1));
        await run.ReleaseAsync();

        var entries = (await run.Ledger.ListAuditAsync(asked.Id, default)).Select(e => JsonNode.Parse(RecordJson.Write(e))!).ToList();

        Assert.All(entries, e =>
        {
            Assert.NotEmpty((string)e["by"]!);
            Assert.InRange(e["at"]!.GetValue<DateTimeOffset>(), asked.CreatedAt, run.Time.GetUtcNow());
            Assert.Equal(asked.Finding.Id, (string?)e["record"]!["finding"]!["id"]);
            Assert.Matches("^[0-9a-f]{64}$", (string?)e["findingHash"]);
            var change = Assert.Single(e["record"]!["changes"]!.AsArray())!["change"]!;
            Assert.Equal(("block-public-bucket", "BucketPublicAccessBlock", ApprovalRun.Bucket), ((string?)change["step"], (string?)change["attribute"], (string?)change["target"]!["id"]));
            Assert.Equal((Off, On), (change["before"]?.ToJsonString() ?? Off, change["after"]!.ToJsonString()));
            Assert.Equal(asked.PlaybookVersion, (string?)e["record"]!["playbookVersion"]);
        });

        var approved = entries.Single(e => (string?)e["by"] == "alice");
        Assert.Equal(asked.Approval!.Hash, (string?)approved["record"]!["approval"]!["hash"]);
        Assert.Equal(("alice", "known bucket"), ((string?)approved["record"]!["approval"]!["decisions"]![0]!["by"], (string?)approved["record"]!["approval"]!["decisions"]![0]!["why"]));

        var planned = One(entries, ExecutionState.Planned);
        Assert.Null(Progress(planned)["calls"]);

        var verified = One(entries, ExecutionState.Verified);
        Assert.Equal(["Applying", "Applied", "Verified"], verified["trail"]!.AsArray().Select(t => (string?)t!["to"]));
        Assert.Equal((On, On), (Progress(verified)["written"]!.ToJsonString(), Progress(verified)["readBack"]!.ToJsonString()));
        var releasing = One(entries, ExecutionState.Releasing);
        Assert.NotEqual((string?)verified["by"], (string?)releasing["by"]);

        var released = One(entries, ExecutionState.Released);
        Assert.Equal(Off, Progress(released)["readBack"]?.ToJsonString() ?? Off);
        Assert.Equal((string?)releasing["by"], (string?)released["by"]);
        Assert.Equal([("S3", "PutPublicAccessBlock"), ("S3", "DeletePublicAccessBlock")], new[] { verified, released }.Select(CallOf).Select(c => ((string)c["service"]!, (string)c["operation"]!)));
        var ids = new[] { verified, released }.Select(e => (string?)CallOf(e)["requestId"]).ToList();
        Assert.All(ids, id => Assert.False(string.IsNullOrEmpty(id)));
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_control_that_is_set_replaced_and_removed_is_on_record_with_who_when_why_and_what_it_said_each_time()
    {
        await using var run = await ApprovalRun.StartAsync();
        var pause = new Pause(ControlScope.Everything) { By = "alice", Why = "maintenance", At = run.Time.GetUtcNow() };
        await run.Controls.PutAsync(pause, default);
        run.Time.Advance(TimeSpan.FromMinutes(1));
        await run.Controls.PutAsync(pause with { By = "bob", Why = "longer", At = run.Time.GetUtcNow(), Until = run.Time.GetUtcNow().AddHours(1) }, default);
        run.Time.Advance(TimeSpan.FromMinutes(1));
        await run.Controls.RemoveAsync(pause.Id, "carol", "done", default);

        var history = await run.Controls.ListHistoryAsync(10, default);

        var now = run.Time.GetUtcNow();
        Assert.Equal(
            [(now, "carol", "done", true), (now.AddMinutes(-1), "bob", "longer", false), (now.AddMinutes(-2), "alice", "maintenance", false)],
            history.Select(h => (h.At, h.By, h.Why, h.Removed)));
        Assert.All(history, h => Assert.Equal((pause.Id, pause.Says), (h.ControlId, h.Says)));
    }

    private static JsonNode One(IEnumerable<JsonNode> entries, ExecutionState state) => entries.Single(e => (string?)e["record"]!["state"] == $"{state}" && e["trail"]!.AsArray().Count > 0);

    private static JsonNode Progress(JsonNode entry) => entry["record"]!["changes"]![0]!;

    private static JsonNode CallOf(JsonNode entry) => Assert.Single(Progress(entry)["calls"]!.AsArray())!;
}
