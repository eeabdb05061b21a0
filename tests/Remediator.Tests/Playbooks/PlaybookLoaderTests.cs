using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

public sealed class PlaybookLoaderTests
{
    private const string Whole = """
        id: ec2-compromised
        title: Isolate an EC2 instance that acts for an attacker
        on:                                   # any of these
          - source: guardduty
            type: [ "Backdoor:EC2/*", "CryptoCurrency:EC2/*" ]
            severity: high
            role: actor
            resource: [ AWS::EC2::Instance ]
            tags: { stage: "*" }
          - source: config
        unless:
          tags: { remediator: exempt }
        mode: enforce
        steps:
          - isolate: { flows: cut, tries: 2, protect: false, wait: 30s }
          - cut-sessions
          - tag: { tags: { suspect: "true" } }
            irreversible: allow
        release: { after: 72h }
        limits: { max: 5, per: 1h, scope: account, count: executions }
        notify: [ slack, email ]
        tests:
          - finding: samples/c2.json
            expect: { steps: [ isolate, cut-sessions ], mode: enforce }
          - finding: samples/target.json
            expect: { outcome: unmatched }
        """;

    private static string[] Faults(string yaml, Func<string, bool>? exists = null) =>
        [.. Assert.IsType<PlaybookLoadResult.Faulty>(PlaybookDoubles.Loader.Load([new PlaybookText("playbooks/one.yaml", yaml)], exists ?? (_ => true))).Faults.Select(f => f.ToString())];

    // A valid playbook with one line put in or replaced; the result is the fault that this makes.
    private static string Fault(string yaml) => Assert.Single(Faults(yaml));

    private static string Minimal(string steps = "steps: [ cut-sessions ]", string on = "on: [ { source: guardduty } ]", string more = "") =>
        $"id: one\ntitle: One\n{on}\n{steps}\n{more}";

    [Fact]
    public void Reads_every_key()
    {
        var loaded = Assert.Single(Assert.IsType<PlaybookLoadResult.Loaded>(PlaybookDoubles.Loader.Load([new PlaybookText("playbooks/one.yaml", Whole)], _ => true)).Files);
        var playbook = loaded.Playbook;

        Assert.Equal("ec2-compromised", playbook.Id);
        Assert.Equal("Isolate an EC2 instance that acts for an attacker", playbook.Title);
        Assert.Equal(2, playbook.On.Length);
        Assert.Equal("guardduty", playbook.On[0].Source);
        Assert.Equal("Backdoor:EC2/* CryptoCurrency:EC2/*", string.Join(' ', playbook.On[0].Types));
        Assert.Equal(SeverityLabel.High, playbook.On[0].Severity);
        Assert.Equal(ResourceRole.Actor, playbook.On[0].Role);
        Assert.Equal(ResourceKinds.Instance, Assert.Single(playbook.On[0].Resources));
        Assert.Equal("*", playbook.On[0].Tags["stage"]);
        Assert.Null(playbook.On[1].Severity);
        Assert.Equal("exempt", playbook.UnlessTags["remediator"]);
        Assert.Equal(PlaybookMode.Enforce, playbook.Mode);
        Assert.Equal(["isolate", "cut-sessions", "tag"], playbook.Steps.Select(s => s.Remediation));
        Assert.Equal("""{"flows":"cut","tries":2,"protect":false,"wait":"30s"}""", playbook.Steps[0].Options!.Value.GetRawText());
        Assert.Null(playbook.Steps[1].Options);
        Assert.False(playbook.Steps[0].AllowIrreversible);
        Assert.True(playbook.Steps[2].AllowIrreversible);
        Assert.Equal(TimeSpan.FromHours(72), playbook.ReleaseAfter);
        Assert.Equal(new PlaybookLimits(5, TimeSpan.FromHours(1), "account"), playbook.Limits);
        Assert.Equal("slack email", string.Join(' ', playbook.Notify));
        Assert.Matches("^[0-9a-f]{12}$", playbook.Version);
        Assert.Equal(2, loaded.Tests.Length);
        Assert.Equal(("samples/c2.json", 23, "ec2-compromised", PlaybookMode.Enforce), (loaded.Tests[0].Finding, loaded.Tests[0].Line, loaded.Tests[0].Playbook, loaded.Tests[0].Mode));
        Assert.Equal(ExpectedOutcome.Unmatched, loaded.Tests[1].Outcome);
    }

    [Fact]
    public void Observes_where_the_playbook_does_not_say() => Assert.Equal(PlaybookMode.Observe, PlaybookDoubles.Load(Minimal()).Mode);

    [Fact]
    public void A_playbook_that_only_tells_people_is_not_corroborated() =>
        Assert.Equal(
            "playbooks/one.yaml:6:15: a playbook without steps only tells people, whatever else is found; leave 'corroborated' out, or give the playbook steps",
            Fault(Minimal("steps: []", more: "because: Look.\ncorroborated: { within: 24h, steps: [ isolate ] }")));

    [Fact]
    public void Steps_that_run_where_another_finding_corroborates_act_on_what_the_others_act_on() =>
        Assert.Equal(
            "playbooks/one.yaml:5:39: 'isolate' acts on nothing that the playbook's own steps act on; it would never run: leave it out",
            Assert.Single(Assert.IsType<PlaybookLoadResult.Faulty>(new PlaybookLoader([.. PlaybookDoubles.Remediations.Where(r => r.Name != "cut-sessions"), PlaybookDoubles.OfRoles], PlaybookDoubles.Sources)
                .Load([new PlaybookText("playbooks/one.yaml", Minimal(more: "corroborated: { within: 24h, steps: [ isolate ] }"))])).Faults).ToString());

    [Fact]
    public void Names_the_key_that_was_meant() =>
        Assert.Equal("playbooks/one.yaml:5:1: unknown key 'moode'; did you mean 'mode'?", Fault(Minimal(more: "moode: enforce")));

    [Fact]
    public void Lists_the_keys_where_none_is_near() =>
        Assert.Equal(
            "playbooks/one.yaml:5:12: unknown key 'before'; what can stand here: after, warn",
            Faults(Minimal(more: "release: { before: 1h }")).Single(f => f.Contains("unknown", StringComparison.Ordinal)));

    [Theory]
    [InlineData("mode: loud", "5:7: unknown mode 'loud'; write one of observe, approve, enforce")]
    [InlineData("mode: Observe", "5:7: unknown mode 'Observe'; did you mean 'observe'?")]
    [InlineData("mode: 1", "5:7: 'mode' is the number 1 where text is expected; write one of observe, approve, enforce")]
    [InlineData("mode:", "5:6: 'mode' has no value; give it one or remove the key")]
    [InlineData("mode: [ observe ]", "5:7: 'mode' is a list where text is expected; write one of observe, approve, enforce")]
    [InlineData("release: { after: 3 days }", "5:19: '3 days' is no value for 'after'; write a whole number and a unit: 15s, 30m, 72h or 7d")]
    [InlineData("release: { after: 72 }", "5:19: 'after' is the number 72 where text is expected; write a whole number and a unit: 15s, 30m, 72h or 7d")]
    [InlineData("release: 72h", "5:10: 'release' is text where a mapping is expected; write release: { key: value }")]
    [InlineData("release: { after: 2h, warn: 2h }", "5:29: the warning would come before the containment; give a time shorter than 'after'")]
    [InlineData("release: { after: 400d }", "5:19: executions are not kept that long; give at most 365d, or leave the release to a person")]
    [InlineData("release: {}", "5:10: the key 'after' is missing; add it (Undo this long after the containment and after the newest finding of the resource, such as 72h)")]
    [InlineData("release: { after: 72h }", "5:10: a containment ends only after a warning, and nobody is told; say with 'notify' who is told, such as notify: [ slack, email ]")]
    [InlineData("release: { after: 72h }\nnotify: []", "5:10: a containment ends only after a warning, and nobody is told; say with 'notify' who is told, such as notify: [ slack, email ]")]
    [InlineData("mode: approve", "5:7: people are asked, and nobody is told; say with 'notify' who is told, such as notify: [ slack, email ]")]
    [InlineData("corroborated: { within: 24h, mode: approve }", "5:36: people are asked, and nobody is told; say with 'notify' who is told, such as notify: [ slack, email ]")]
    [InlineData("limits: { max: 0, per: 1h }", "5:16: 'max' is 0; write a number from 1 to 10000")]
    [InlineData("limits: { max: 1.5, per: 1h }", "5:16: 'max' is 1.5; write a number from 1 to 10000")]
    [InlineData("limits: { max: 10001, per: 1h }", "5:16: 'max' is 10001; write a number from 1 to 10000")]
    [InlineData("limits: { max: 5, per: 1h, count: resources }", "5:35: unknown count 'resources'; write one of executions, changes")]
    [InlineData("limits: { max: five, per: 1h }", "5:16: 'max' is text where a whole number is expected; write digits without quotes")]
    [InlineData("corroborated: { mode: approve }", "5:15: the key 'within' is missing; add it (How long before this finding the other one was reported last, at most, such as 24h)")]
    [InlineData("corroborated: { within: 24h }", "5:15: another finding would change nothing; give a 'mode', or 'steps' that run besides")]
    [InlineData("corroborated: { within: 24h, mode: observe }", "5:36: it is not above the playbook's own mode; give a higher one, or leave it out")]
    [InlineData("corroborated: { within: 24h, steps: [ isolat ] }", "5:39: unknown remediation 'isolat'; did you mean 'isolate'?")]
    [InlineData("corroborated: { within: 24h, steps: [ tag ] }", "5:39: 'tag' needs the option 'tags'; write tag: { tags: ... }")]
    [InlineData("corroborated: { within: 24h, steps: [ isolate, cut-sessions ] }", "5:48: the step 'cut-sessions' is given twice; keep one of them")]
    [InlineData("corroborated: { within: 24h, steps: [ isolate, isolate ] }", "5:48: the step 'isolate' is given twice; keep one of them")]
    [InlineData("corroborated: { within: a day, mode: approve }", "5:25: 'a day' is no value for 'within'; write a whole number and a unit: 15s, 30m, 72h or 7d")]
    [InlineData("corroborated: { within: 24h, mode: approve, role: actor }", "5:45: unknown key 'role'; what can stand here: within, mode, severity, steps")]
    [InlineData("resource: [ AWS::S3::Bucket ]", "5:13: no step acts on AWS::S3::Bucket; the steps act on AWS::EC2::Instance, AWS::IAM::Role")]
    [InlineData("fallback: true\nbeside: true", "6:9: it would act beside others, and only where there are none; keep 'beside' or 'fallback'")]
    [InlineData("notify: [ slak ]", "5:11: unknown channel 'slak'; did you mean 'slack'?")]
    [InlineData("notify: slack", "5:9: 'notify' is text where a list is expected; write notify: [ ... ]")]
    [InlineData("unless: { tags: { exempt: true } }", "5:27: 'exempt' is the truth value true where text is expected; put it in quotes: \"true\"")]
    [InlineData("title: Two", "5:1: 'title' is given twice; keep this one or that in line 2")]
    [InlineData("unless: { tags: !binary { a: b } }", "5:17: YAML tags (!name) have no meaning in a playbook; remove it; put text in quotes")]
    [InlineData("tests: [ { finding: gone.json, expect: {} } ]", "5:21: there is no file 'gone.json'; name a finding relative to the playbook's folder")]
    public void Says_where_and_what_to_do(string line, string expected) =>
        Assert.Equal($"playbooks/one.yaml:{expected}", Assert.Single(Faults(Minimal(more: line), path => !path.EndsWith("gone.json", StringComparison.Ordinal))));

    [Theory]
    [InlineData("steps: []", "4:8: a playbook without steps only tells people, and does not say why; name a remediation, or say with 'because' why nothing automatic is right")]
    [InlineData("steps: [ isolat ]", "4:10: unknown remediation 'isolat'; did you mean 'isolate'?")]
    [InlineData("steps: [ reboot ]", "4:10: unknown remediation 'reboot'; write one of cut-sessions, isolate, tag")]
    [InlineData("steps: [ isolat: { flows: cut } ]", "4:10: unknown remediation 'isolat'; did you mean 'isolate'?")]
    [InlineData("steps:\n  - isolate:\n      flow: cut", "6:7: unknown key 'flow'; did you mean 'flows'?")]
    [InlineData("steps:\n  - isolate:\n      flows: cutt", "6:14: unknown flows 'cutt'; did you mean 'cut'?")]
    [InlineData("steps:\n  - isolate:\n      tries: 11", "6:14: 'tries' is 11; write a number from 1 to 10")]
    [InlineData("steps:\n  - isolate:\n      protect: maybe", "6:16: 'protect' is text where true or false is expected; write true or false")]
    [InlineData("steps:\n  - isolate:\n      wait: 1w", "6:13: '1w' is no value for 'wait'; write a whole number and a unit: 15s, 30m, 72h or 7d")]
    [InlineData("steps:\n  - tag: {}", "5:10: the key 'tags' is missing; add it")]
    [InlineData("steps: [ tag ]", "4:10: 'tag' needs the option 'tags'; write tag: { tags: ... }")]
    [InlineData("steps:\n  - isolate: {}\n    cut-sessions: {}", "5:5: a step is one remediation, and here are isolate and cut-sessions; begin a new list entry for each")]
    [InlineData("steps:\n  - irreversible: allow", "5:5: a step is one remediation, and here is none; name it")]
    [InlineData("steps:\n  - isolate: {}\n    irreversible: yes", "6:19: unknown irreversible 'yes'; write one of allow")]
    [InlineData("steps: [ isolate, isolate ]", "4:19: the step 'isolate' is given twice; keep one of them")]
    public void Checks_steps_and_their_options(string steps, string expected) => Assert.Equal($"playbooks/one.yaml:{expected}", Fault(Minimal(steps)));

    [Theory]
    [InlineData("on: []", "3:5: 'on' is empty; give it at least one entry")]
    [InlineData("on: [ { source: guardutty } ]", "3:17: unknown finding source 'guardutty'; did you mean 'guardduty'?")]
    [InlineData("on: [ { severity: high } ]", "3:7: the key 'source' is missing; add it: one of config, guardduty")]
    [InlineData("on: [ { source: guardduty, severity: severe } ]", "3:38: unknown severity 'severe'; write one of informational, low, medium, high, critical")]
    [InlineData("on: [ { source: guardduty, type: \"Backdoor:*\" } ]", "3:34: 'type' is text where a list is expected; write type: [ ... ]")]
    [InlineData("on: [ { source: guardduty, resource: [ AWS::S3::Bucket ] } ]", "3:40: no step acts on AWS::S3::Bucket; the steps act on AWS::EC2::Instance, AWS::IAM::Role")]
    public void Checks_triggers(string on, string expected) => Assert.Equal($"playbooks/one.yaml:{expected}", Fault(Minimal(on: on)));

    [Fact]
    public void Reports_all_faults_of_all_files_at_once()
    {
        var result = PlaybookDoubles.Loader.Load(
            [
                new PlaybookText("a.yaml", "id: A B\ntitle: x\non: [ { source: nowhere } ]\nsteps: [ nothing ]\ntests: [ { finding: gone.json, expect: {} } ]"),
                new PlaybookText("b.yaml", Minimal()),
                new PlaybookText("c.yaml", Minimal(more: "mode: now")),
            ],
            _ => false);

        Assert.Equal(
            [
                "a.yaml:1:5: 'A B' is no value for 'id'; write lower-case words with hyphens, such as ec2-compromised",
                "a.yaml:3:17: unknown finding source 'nowhere'; write one of config, guardduty",
                "a.yaml:4:10: unknown remediation 'nothing'; write one of cut-sessions, isolate, tag",
                "a.yaml:5:21: there is no file 'gone.json'; name a finding relative to the playbook's folder",
                "c.yaml:1:5: the id 'one' is taken by b.yaml; give each playbook its own id",
                "c.yaml:5:7: unknown mode 'now'; write one of observe, approve, enforce",
            ],
            Assert.IsType<PlaybookLoadResult.Faulty>(result).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void Says_so_when_there_is_nothing_to_load()
    {
        Assert.IsType<PlaybookLoadResult.Faulty>(PlaybookDoubles.Loader.LoadFolder(Path.Combine(Path.GetTempPath(), "no-such-folder-of-playbooks")));
        Assert.Equal("playbooks/one.yaml:1:1: the file is empty; write a playbook or remove the file", Fault("# nothing"));
        Assert.Equal("playbooks/one.yaml:1:1: 'playbook' is a list where a mapping is expected; write playbook: { key: value }", Fault("[ 1 ]"));
    }

    [Theory]
    [InlineData("id: [ one\ntitle: x", "this is not YAML")]
    [InlineData("id: &a one\ntitle: *a", "anchors and aliases")]
    [InlineData("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]", "anchors and aliases")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]", "nested deeper than 16 levels")]
    public void Refuses_YAML_that_it_can_not_trust(string yaml, string problem) => Assert.Contains(problem, Fault(yaml), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_file_that_is_too_large_before_it_reads_it() =>
        Assert.Contains("larger than 256 KiB", Fault(new string('#', 300_000)), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_second_document_in_a_file() =>
        Assert.Equal("playbooks/one.yaml:6:1: a second document begins here; put each playbook into its own file", Fault(Minimal() + "\n---\nid: two\n"));

    [Fact]
    public void Keeps_control_characters_out_of_its_messages() =>
        Assert.DoesNotContain('\u001b', Fault(Minimal(more: "\"mo\\e[31mde\": x")));
}
