using System.Text;
using System.Text.Json;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

public sealed class PlaybookBundleTests
{
    private const string Whole = """
        id: one
        title: "One <\u00e9>"
        on:
          - { source: guardduty, type: [ "Backdoor:EC2/*" ], severity: high, role: actor, resource: [ AWS::EC2::Instance ], tags: { b: "2", a: "1" } }
          - { source: config }
        unless: { tags: { z: "26", remediator: exempt } }
        mode: approve
        steps:
          - isolate: { flows: cut, wait: 30s }
          - cut-sessions
          - tag: { tags: { suspect: "true" } }
            irreversible: allow
        release: { after: 36h, warn: 3h }
        evidence: first
        fallback: true
        limits: { max: 5, per: 1h, scope: region, count: changes }
        corroborated: { within: 12h, mode: enforce, severity: medium }
        notify: [ slack ]
        """;

    [Fact]
    public void Round_trips_every_part_of_a_playbook()
    {
        var playbook = PlaybookDoubles.Load(Whole);

        var bundle = PlaybookBundle.Write([playbook]);
        var read = Assert.Single(PlaybookBundle.Read(bundle));

        Assert.Equal(playbook.Version, read.Version);
        Assert.Equal(playbook.Version, PlaybookBundle.VersionOf(read));
        Assert.Equal(playbook.Title, read.Title);
        Assert.Equal(playbook.ReleaseAfter, read.ReleaseAfter);
        Assert.Equal(TimeSpan.FromHours(3), read.ReleaseWarn);
        Assert.True(read.EvidenceFirst);
        Assert.True(read.Fallback);
        Assert.Equal(playbook.Limits, read.Limits);
        Assert.Equal(BudgetCount.Changes, read.Limits!.Counted);
        Assert.Equal(playbook.Mode, read.Mode);
        Assert.Equal(playbook.UnlessTags, read.UnlessTags);
        Assert.Equal(playbook.On[0].Types.AsEnumerable(), read.On[0].Types.AsEnumerable());
        Assert.Equal(playbook.On[0].Tags, read.On[0].Tags);
        Assert.Equal((playbook.On[0].Severity, playbook.On[0].Role), (read.On[0].Severity, read.On[0].Role));
        Assert.Empty(read.On[1].Types);
        Assert.Empty(read.On[1].Tags);
        Assert.Null(read.Steps[1].Options);
        Assert.True(read.Steps[2].AllowIrreversible);
        Assert.Equal("cut", read.Steps[0].Options!.Value.GetProperty("flows").GetString());
        Assert.Equal((TimeSpan.FromHours(12), PlaybookMode.Enforce, SeverityLabel.Medium), (read.Corroborated!.Within, read.Corroborated.Mode, read.Corroborated.Severity));
        Assert.Equal(bundle, PlaybookBundle.Write(PlaybookBundle.Read(Encoding.UTF8.GetBytes(bundle))));
    }

    [Fact]
    public void The_smallest_playbook_round_trips_too()
    {
        var playbook = PlaybookDoubles.Load("id: one\ntitle: One\non: [ { source: guardduty } ]\nsteps: [ isolate ]");

        var read = Assert.Single(PlaybookBundle.Read(PlaybookBundle.Write([playbook])));

        Assert.Null(read.ReleaseAfter);
        Assert.Null(read.Limits);
        Assert.Empty(read.Notify);
        Assert.Equal(PlaybookBundle.Write([playbook]), PlaybookBundle.Write([read]));
    }

    [Fact]
    public void The_same_playbooks_give_the_same_bytes_in_any_order()
    {
        var (a, b) = (PlaybookDoubles.Load(Whole), PlaybookDoubles.Load(Whole.Replace("id: one", "id: two", StringComparison.Ordinal)));

        Assert.Equal(PlaybookBundle.Write([a, b]), PlaybookBundle.Write([b, a]));
    }

    [Fact]
    public void The_version_follows_the_content_and_not_the_form()
    {
        var version = PlaybookDoubles.Load(Whole).Version;

        Assert.Equal(version, PlaybookDoubles.Load("# a comment\n" + Whole.Replace("{ b: \"2\", a: \"1\" }", "{ a: '1', b: '2' }", StringComparison.Ordinal)).Version);
        Assert.NotEqual(version, PlaybookDoubles.Load(Whole.Replace("flows: cut", "flows: keep", StringComparison.Ordinal)).Version);
        Assert.NotEqual(version, PlaybookDoubles.Load(Whole.Replace("mode: approve", "mode: observe", StringComparison.Ordinal)).Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[ { \"id\": \"x\" } ]")]
    [InlineData("[ { \"unknown\": 1 } ]")]
    public void Refuses_what_is_no_bundle(string json) => Assert.ThrowsAny<JsonException>(() => PlaybookBundle.Read(json));
}
