using Remediator.Cli;
using Remediator.Cli.Incidents;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;

namespace Remediator.Tests.IncidentReports;

/// <summary>Which finding the id in a message is about.</summary>
public sealed class NamedIncidentTests
{
    private readonly InMemoryLedger _ledger = new(new ManualTime(Records.At));

    [Fact]
    public async Task An_old_one_is_found_behind_many_newer_ones()
    {
        await ClaimAsync(Enumerable.Range(0, 1200).Select(n => $"f-{n}"));

        Assert.Equal("f-0", await FindAsync(NoticeIncident.IdOf("f-0")));
        Assert.Equal("f-1199", await FindAsync(NoticeIncident.IdOf("f-1199")));
    }

    [Fact]
    public async Task How_far_back_was_looked_is_said_and_no_more_is_claimed()
    {
        await ClaimAsync(Enumerable.Range(0, 5001).Select(n => $"f-{n}"));
        await _ledger.RecordUnmatchedAsync(new UnmatchedFinding("u-1", "guardduty", "Recon:EC2/Portscan", "unmatched", "No playbook answers it.", Records.At), default);

        var error = (await Assert.ThrowsAsync<CliException>(() => FindAsync(NoticeIncident.IdOf("f-0")))).Message;

        Assert.Contains($"its newest executions (5000, back to {Records.At.AddSeconds(1):u}) and its newest findings without one (1, back to {Records.At:u}).", error, StringComparison.Ordinal);
        Assert.Contains("found by the id of its execution", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_without_an_execution_is_found_too()
    {
        await _ledger.RecordUnmatchedAsync(new UnmatchedFinding("u-1", "guardduty", "Recon:EC2/Portscan", "unmatched", "No playbook answers it.", Records.At), default);

        var incident = (await Incident.ReadAsync(_ledger, NoticeIncident.IdOf("u-1"), default))!;

        Assert.Equal((NoticeIncident.IdOf("u-1"), "u-1"), (incident.Asked, incident.Unmatched!.Id));
    }

    [Fact]
    public async Task A_finding_that_somebody_called_like_an_incident_does_not_stand_in_for_it()
    {
        await ClaimAsync(["f-1", NoticeIncident.IdOf("f-1")]);

        Assert.Equal("f-1", await FindAsync(NoticeIncident.IdOf("f-1")));
        await Assert.ThrowsAsync<CliException>(() => FindAsync(NoticeIncident.IdOf("f-2")));
    }

    /// <summary>Two texts whose hashes begin alike were searched for; whoever imports findings can do that too.</summary>
    [Fact]
    public async Task Where_two_findings_have_the_id_neither_is_taken()
    {
        Assert.Equal(NoticeIncident.IdOf("finding/269974"), NoticeIncident.IdOf("finding/462457"));
        await ClaimAsync(["finding/269974", "f-1", "finding/462457"]);

        var error = (await Assert.ThrowsAsync<CliException>(() => FindAsync(NoticeIncident.IdOf("finding/269974")))).Message;

        Assert.Contains("the incident of 2 findings", error, StringComparison.Ordinal);
        Assert.Contains("finding/462457 or finding/269974", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rx-0123456789abcdef0123")]
    [InlineData("in-012345678")]
    [InlineData("in-01234567890")]
    [InlineData("in-012345678G")]
    [InlineData("IN-0123456789")]
    [InlineData("")]
    public async Task Nothing_else_is_taken_for_one(string id) => Assert.Null(await FindAsync(id));

    private Task<string?> FindAsync(string id) => NamedIncident.FindingAsync(_ledger, id, default);

    /// <summary>One execution of each finding, a second apart, the oldest first.</summary>
    private async Task ClaimAsync(IEnumerable<string> findings)
    {
        foreach (var (n, finding) in findings.Index())
        {
            var record = Records.Instance($"rx-{n}", Records.At.AddSeconds(n));
            var key = record.Key with { FindingId = finding, ResourceId = $"i-{n}" };
            Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(record with { Key = key, Resource = record.Resource with { Id = $"i-{n}" } }, "respond/1", TimeSpan.FromMinutes(1), default));
        }
    }
}
