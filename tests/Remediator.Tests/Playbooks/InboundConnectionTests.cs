using System.Text;
using System.Text.RegularExpressions;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Remediator.Tests.FindingSources;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Playbooks;

/// <summary>An instance to which a known address came is no attacker: what is recorded of those that act, told the other way round.</summary>
public sealed partial class InboundConnectionTests
{
    private static readonly PlaybookMatcher Matcher = new(Shipped.Playbooks);

    [Theory]
    [InlineData("recorded/crypto-mining.json", true)]
    [InlineData("recorded/tor-relay.json", false)]
    [InlineData("recorded/hub-c2-sample.json", true)]
    [InlineData("guardduty/c2-activity.json", true)]
    [InlineData("securityhub/c2-activity-v2.json", true)]
    public void Only_the_address_is_blocked_where_the_other_side_opened_the_connection_and_people_are_told(string sample, bool isAttackers)
    {
        var finding = Shipped.Finding(sample);
        var isolated = isAttackers ? "isolate-instance cut-role-sessions snapshot-volumes block-remote-ip" : "isolate-instance cut-role-sessions snapshot-volumes";

        Assert.Equal(isolated, Steps(finding with { Direction = ConnectionDirection.Outbound }));
        Assert.Equal(isolated, Steps(finding with { Direction = ConnectionDirection.Unspecified }));
        Assert.Equal("block-remote-ip tell-role-unclear", Steps(finding with { Direction = ConnectionDirection.Inbound }));
    }

    [Fact]
    public void One_that_the_finding_calls_the_actor_is_isolated_all_the_same() =>
        Assert.Contains("isolate-instance", Steps(Shipped.Finding("guardduty/c2-inbound.json") with { Role = ResourceRole.Actor }), StringComparison.Ordinal);

    [CorpusFact]
    public void No_recorded_connection_turned_inbound_cuts_off_a_workload_and_each_is_answered()
    {
        var turned = Corpus.Rows.Where(r => r.Service == "guardduty").Select(r => Corpus.Text(r.File)).Where(t => Direction().IsMatch(t))
            .SelectMany(t => FindingReader.Read(Encoding.UTF8.GetBytes(Direction().Replace(t, "${name}\"INBOUND\""))) is SourceResult.Parsed parsed ? parsed.Findings : [])
            .Where(f => f.Direction == ConnectionDirection.Inbound && f.Role != ResourceRole.Actor)
            .ToList();

        Assert.True(turned.Count >= 10, $"{turned.Count} findings");
        Assert.All(turned, f => Assert.DoesNotMatch("^$|isolate|stop-task", Steps(f with { Status = FindingStatus.Active })));
    }

    /// <summary>What the playbooks that answer would do; the id of one that only tells.</summary>
    private static string Steps(Finding finding) =>
        string.Join(' ', Matcher.Match(finding).Answers.SelectMany(h => h.Playbook.Steps.IsEmpty ? [h.Playbook.Id] : h.Playbook.Steps.Select(s => s.Remediation)));

    [GeneratedRegex("(?<name>\"[cC]onnectionDirection\"\\s*:\\s*)\"[A-Z]+\"")]
    private static partial Regex Direction();
}
