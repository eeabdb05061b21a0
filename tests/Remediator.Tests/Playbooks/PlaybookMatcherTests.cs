using System.Collections.Immutable;
using System.Diagnostics;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

public sealed class PlaybookMatcherTests
{
    private static readonly ResourceRef Instance = new(ResourceKinds.Instance, "i-0abc");
    private static readonly ResourceRef Role = new(ResourceKinds.Role, "app");

    private static Playbook Playbook(string id, string on, string steps = "[ isolate, cut-sessions ]") =>
        PlaybookDoubles.Load($"id: {id}\ntitle: Title\non: {on}\nsteps: {steps}");

    private static PlaybookMatch Match(Finding finding, params Playbook[] playbooks) =>
        new PlaybookMatcher(playbooks, PlaybookDoubles.Remediations).Match(finding);

    private static string Reason(Finding finding, params Playbook[] playbooks) =>
        Assert.IsType<PlaybookMatch.Unmatched>(Match(finding, playbooks)).Reason;

    [Theory]
    [InlineData("Backdoor:EC2/C&CActivity.B", "Backdoor:EC2/C&CActivity.B", true)]
    [InlineData("Backdoor:EC2/C&CActivity.B", "Backdoor:EC2/C&CActivity.B!DNS", false)]
    [InlineData("Backdoor:EC2/*", "Backdoor:EC2/C&CActivity.B!DNS", true)]
    [InlineData("Backdoor:EC2/*", "Backdoor:Lambda/C&CActivity.B", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*read*prohibited*", "securityhub-s3-bucket-public-read-prohibited-0a1b", true)]
    [InlineData("*prohibited*read*", "securityhub-s3-bucket-public-read-prohibited-0a1b", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("a*bc*c", "abc", false)]
    [InlineData("a**b", "a--b", true)]
    [InlineData("backdoor:*", "Backdoor:EC2/Spambot", false)]
    public void A_star_stands_for_any_run_of_characters(string pattern, string text, bool matches) =>
        Assert.Equal(matches, new WildcardPattern(pattern).Matches(text));

    [Fact]
    public void Matches_with_the_trigger_that_holds_and_the_resources_to_act_upon()
    {
        var playbook = Playbook("one", "[ { source: config }, { source: guardduty, type: [ \"Trojan:*\", \"Backdoor:EC2/*\" ], severity: high, role: actor } ]");

        var matched = Assert.Single(Match(PlaybookDoubles.Finding("Backdoor:EC2/Spambot"), playbook).Answers);

        Assert.Same(playbook, matched.Playbook);
        Assert.Same(playbook.On[1], matched.Trigger);
        Assert.Equal("i-0abc", Assert.Single(matched.Resources).Id);
    }

    [Theory]
    [InlineData("a", "z")]
    [InlineData("z", "a")]
    public void A_playbook_beside_others_takes_nothing_from_them_and_gets_what_they_take(string beside, string other)
    {
        var first = PlaybookDoubles.Load($"id: {beside}\ntitle: Title\nbeside: true\non: [ {{ source: guardduty }}, {{ source: guardduty, type: [ t ] }} ]\nsteps: [ isolate ]");

        var answers = Match(PlaybookDoubles.Finding("t"), first, Playbook(other, "[ { source: guardduty } ]"), Playbook("zz", "[ { source: guardduty } ]")).Answers;

        Assert.Equal(["a i-0abc", "z i-0abc"], answers.Select(h => $"{h.Playbook.Id} {string.Join(' ', h.Resources.Select(r => r.Id))}"));
    }

    [Fact]
    public void Tells_who_opened_the_connection_apart()
    {
        var playbook = Playbook("one", "[ { source: guardduty, direction: outbound } ]");
        var finding = PlaybookDoubles.Finding("t", role: ResourceRole.Target);

        Assert.Single(Match(finding with { Direction = ConnectionDirection.Outbound }, playbook).Answers);
        Assert.Equal("one is for outbound connections, and in the finding the direction is inbound.", Reason(finding with { Direction = ConnectionDirection.Inbound }, playbook));
        Assert.Equal("one is for outbound connections, and in the finding the direction is unspecified.", Reason(finding, playbook));
    }

    [Theory]
    [InlineData(ConnectionDirection.Outbound)]
    [InlineData(ConnectionDirection.Unspecified)]
    public void What_the_other_side_did_not_open_includes_what_is_not_known(ConnectionDirection direction)
    {
        var playbook = Playbook("one", "[ { source: guardduty, direction: not-inbound } ]");
        var finding = PlaybookDoubles.Finding("t", role: ResourceRole.Target);

        Assert.Single(Match(finding with { Direction = direction }, playbook).Answers);
        Assert.Equal("one is for connections that are not inbound, and in the finding the direction is inbound.", Reason(finding with { Direction = ConnectionDirection.Inbound }, playbook));
    }

    [Fact]
    public void Acts_on_each_affected_resource_once_and_never_on_the_principal_that_acted()
    {
        var finding = PlaybookDoubles.Finding("t", resources: [Instance, Instance, Instance with { Id = "i-0def" }, Role with { Involvement = Involvement.Actor }]);

        var matched = Assert.Single(Match(finding, Playbook("one", "[ { source: guardduty } ]")).Answers);

        Assert.Equal("i-0abc i-0def", string.Join(' ', matched.Resources.Select(r => r.Id)));
    }

    [Fact]
    public void A_trigger_can_narrow_the_kinds_of_its_steps()
    {
        var finding = PlaybookDoubles.Finding("t", resources: [Instance, Role]);

        var all = Assert.Single(Match(finding, Playbook("one", "[ { source: guardduty } ]")).Answers);
        var roles = Assert.Single(Match(finding, Playbook("one", "[ { source: guardduty, resource: [ AWS::IAM::Role ] } ]")).Answers);

        Assert.Equal(2, all.Resources.Length);
        Assert.Equal(Role, Assert.Single(roles.Resources));
    }

    [Fact]
    public void A_trigger_can_narrow_the_resources_by_their_ids()
    {
        var finding = PlaybookDoubles.Finding("t", resources: [Role, Role with { Id = "AWSReservedSSO_Admin_0123456789abcdef" }]);
        var playbook = Playbook("one", "[ { source: guardduty, id: [ \"AWSReservedSSO_*\", other ] } ]");

        Assert.Equal("AWSReservedSSO_Admin_0123456789abcdef", Assert.Single(Assert.Single(Match(finding, playbook).Answers).Resources).Id);
        Assert.Equal("one is for resources with certain ids, and the finding shows none that has them.", Reason(PlaybookDoubles.Finding("t", resources: [Role]), playbook));
    }

    [Fact]
    public void One_that_only_tells_tells_of_the_resources_with_those_ids_alone()
    {
        var playbook = PlaybookDoubles.Load("id: one\ntitle: Title\non: [ { source: guardduty, id: [ app ] } ]\nsteps: []\nbecause: of it");

        Assert.Equal(Role, Assert.Single(Assert.Single(Match(PlaybookDoubles.Finding("t", resources: [Instance, Role]), playbook).Answers).Resources));
        Assert.Contains("certain ids", Reason(PlaybookDoubles.Finding("t", resources: [Instance]), playbook), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_by_id_wins_whatever_the_order_of_files()
    {
        var (a, b) = (Playbook("a", "[ { source: guardduty } ]"), Playbook("b", "[ { source: guardduty, type: [ t ] } ]"));

        Assert.Same(a, Assert.Single(Match(PlaybookDoubles.Finding("t"), b, a).Answers).Playbook);
    }

    [Fact]
    public void A_playbook_without_a_resource_to_act_upon_leaves_the_finding_to_the_next()
    {
        var buckets = Playbook("a", "[ { source: guardduty, resource: [ AWS::S3::Bucket ] } ]", "[ tag: { tags: { a: b } } ]");
        var instances = Playbook("b", "[ { source: guardduty } ]");

        Assert.Same(instances, Assert.Single(Match(PlaybookDoubles.Finding("t"), buckets, instances).Answers).Playbook);
    }

    [Fact]
    public void Each_resource_goes_to_the_first_playbook_that_acts_on_it()
    {
        var finding = PlaybookDoubles.Finding("t", resources: [Instance, Role, Instance with { Id = "i-0def" }]);
        var instances = Playbook("a", "[ { source: guardduty, resource: [ AWS::EC2::Instance ] } ]");
        var all = Playbook("b", "[ { source: guardduty } ]");

        var hits = Match(finding, instances, all).Answers;

        Assert.Equal(["a: i-0abc i-0def", "b: app"], hits.Select(h => $"{h.Playbook.Id}: {string.Join(' ', h.Resources.Select(r => r.Id))}"));
    }

    [Fact]
    public void A_trigger_can_be_for_the_principals_that_acted()
    {
        var finding = PlaybookDoubles.Finding("t", resources: [Instance, Role with { Involvement = Involvement.Actor }]);

        var hits = Match(finding, Playbook("a", "[ { source: guardduty, who: actor } ]"), Playbook("b", "[ { source: guardduty } ]")).Answers;

        Assert.Equal(["a: app", "b: i-0abc"], hits.Select(h => $"{h.Playbook.Id}: {string.Join(' ', h.Resources.Select(r => r.Id))}"));
    }

    private static Playbook Telling(string id, string on) =>
        PlaybookDoubles.Load($"id: {id}\ntitle: Title\non: {on}\nsteps: []\nbecause: nothing automatic is right");

    [Fact]
    public void People_are_told_once_of_what_no_playbook_with_steps_answers()
    {
        var (told, acting) = (Telling("a", "[ { source: guardduty } ]"), Playbook("b", "[ { source: guardduty, severity: high } ]"));

        Assert.Same(acting, Assert.Single(Match(PlaybookDoubles.Finding("t", severity: 8), told, acting).Answers).Playbook);
        var hit = Assert.Single(Match(PlaybookDoubles.Finding("t", severity: 2, resources: [Instance, Role]), told, acting).Answers);

        Assert.Same(told, hit.Playbook);
        Assert.Equal(Instance, Assert.Single(hit.Resources));
    }

    [Fact]
    public void A_finding_without_resources_is_told_under_its_account()
    {
        var finding = PlaybookDoubles.Finding("t") with { Resources = [] };

        var subject = Assert.Single(Assert.Single(Match(finding, Telling("a", "[ { source: guardduty } ]")).Answers).Resources);

        Assert.Equal((ResourceKinds.Account, finding.Account), (subject.Kind, subject.Id));
        Assert.Empty(Match(finding, Telling("a", "[ { source: guardduty, resource: [ AWS::EC2::Instance ] } ]")).Answers);
    }

    private static Playbook Fallback(string id, string more, string on = "[ { source: guardduty } ]", string steps = "[]\nbecause: nobody knows it") =>
        PlaybookDoubles.Load($"id: {id}\ntitle: Title\nfallback: true\n{more}on: {on}\nsteps: {steps}");

    private static string Answers(Finding finding, params Playbook[] playbooks) =>
        string.Join(", ", Match(finding, playbooks).Answers.Select(h => $"{h.Playbook.Id}: {string.Join(' ', h.Resources.Select(r => r.Id))}"));

    [Fact]
    public void A_fallback_answers_only_what_no_other_playbook_does_even_if_those_only_tell()
    {
        Playbook[] playbooks = [Fallback("a", "", steps: "[ isolate ]"), Telling("b", "[ { source: guardduty, type: [ known ] } ]"), Playbook("c", "[ { source: guardduty, type: [ cut ] } ]")];

        Assert.Equal("b: i-0abc", Answers(PlaybookDoubles.Finding("known"), playbooks));
        Assert.Equal("c: i-0abc", Answers(PlaybookDoubles.Finding("cut"), playbooks));
        Assert.Equal("a: i-0abc", Answers(PlaybookDoubles.Finding("unheard of"), playbooks));
    }

    [Fact]
    public void A_fallback_for_the_kind_that_stands_first_tells_of_the_whole_finding_once()
    {
        Playbook[] playbooks =
        [
            Fallback("a", ""),
            Fallback("b", "resource: [ AWS::IAM::Role ]\n"),
            Fallback("c", "resource: [ AWS::EC2::Instance, AWS::EC2::Volume ]\n"),
        ];
        var bucket = new ResourceRef(ResourceKinds.Bucket, "store");

        Assert.Equal("c: i-0abc", Answers(PlaybookDoubles.Finding("t", resources: [Instance, Role]), playbooks));
        Assert.Equal("b: app", Answers(PlaybookDoubles.Finding("t", resources: [bucket, Role, Instance]), playbooks));
        Assert.Equal("a: store", Answers(PlaybookDoubles.Finding("t", resources: [bucket]), playbooks));
        Assert.Equal("a: 111122223333", Answers(PlaybookDoubles.Finding("t") with { Resources = [] }, playbooks));
    }

    [Fact]
    public void A_fallback_with_steps_takes_its_kind_from_those_that_tell_and_they_tell_of_the_rest()
    {
        Playbook[] playbooks =
        [
            Fallback("a", "resource: [ AWS::EC2::Instance ]\n"),
            Fallback("b", "resource: [ AWS::IAM::Role ]\n"),
            Fallback("own", "resource: [ AWS::EC2::Instance ]\n", "[ { source: guardduty, severity: high } ]", "[ isolate ]"),
        ];

        Assert.Equal("own: i-0abc", Answers(PlaybookDoubles.Finding("t"), playbooks));
        Assert.Equal("own: i-0abc, b: app", Answers(PlaybookDoubles.Finding("t", resources: [Instance, Role]), playbooks));
        Assert.Equal("a: i-0abc", Answers(PlaybookDoubles.Finding("t", severity: 5), playbooks));
    }

    [Fact]
    public void The_kinds_of_a_playbook_are_those_of_its_triggers_that_name_none()
    {
        var playbook = Fallback("a", "resource: [ AWS::IAM::Role ]\n", "[ { source: guardduty }, { source: config, resource: [ AWS::EC2::Instance ] } ]");

        Assert.Equal(["AWS::IAM::Role", "AWS::EC2::Instance"], playbook.On.Select(t => Assert.Single(t.Resources)));
    }

    [Theory]
    [InlineData("Backdoor:EC2/Spambot", "a")]
    [InlineData("Trojan:EC2/DropPoint", "b")]
    [InlineData("Other:EC2/Thing", "c")]
    [InlineData("Backup", "c")]
    [InlineData("nothing", "d")]
    public void Patterns_of_every_form_are_tried_in_order(string type, string id)
    {
        Playbook[] playbooks =
        [
            Playbook("d", "[ { source: guardduty } ]"),
            Playbook("c", "[ { source: guardduty, type: [ \"Back*\", \"*:EC2/*\" ] } ]"),
            Playbook("b", "[ { source: guardduty, type: [ \"Trojan:*\" ] } ]"),
            Playbook("a", "[ { source: guardduty, type: [ \"Backdoor:EC2/*\", nowhere ] } ]"),
        ];

        Assert.Equal(id, Assert.Single(Match(PlaybookDoubles.Finding(type), playbooks).Answers).Playbook.Id);
    }

    [Theory]
    [InlineData(6.9, false)]
    [InlineData(7.0, true)]
    [InlineData(9.5, true)]
    public void Severity_is_a_lower_bound(double severity, bool matches) =>
        Assert.Equal(matches, Match(PlaybookDoubles.Finding("t", severity: severity), Playbook("one", "[ { source: guardduty, severity: high } ]")) is PlaybookMatch.Matched);

    [Theory]
    [InlineData(null, false)]
    [InlineData("prod", true)]
    [InlineData("test", false)]
    public void Tags_must_be_seen_in_the_finding(string? stage, bool matches)
    {
        var tags = stage is null ? null : ImmutableDictionary<string, string>.Empty.Add("stage", stage);
        var finding = PlaybookDoubles.Finding("t", resources: Instance with { Tags = tags });

        Assert.Equal(matches, Match(finding, Playbook("one", "[ { source: guardduty, tags: { stage: prod } } ]")) is PlaybookMatch.Matched);
        Assert.Equal(stage is not null, Match(finding, Playbook("one", "[ { source: guardduty, tags: { stage: \"*\" } } ]")) is PlaybookMatch.Matched);
    }

    [Fact]
    public void Exemption_tags_are_the_safety_gates_to_decide_on_the_live_tags()
    {
        var playbook = PlaybookDoubles.Load("id: one\ntitle: x\non: [ { source: guardduty } ]\nunless: { tags: { exempt: \"*\" } }\nsteps: [ isolate ]");
        var finding = PlaybookDoubles.Finding("t", resources: Instance with { Tags = ImmutableDictionary<string, string>.Empty.Add("exempt", "1") });

        Assert.IsType<PlaybookMatch.Matched>(Match(finding, playbook));
    }

    [Fact]
    public void A_sample_matches_because_the_gate_only_observes_it() =>
        Assert.IsType<PlaybookMatch.Matched>(Match(PlaybookDoubles.Finding("t") with { IsSample = true }, Playbook("one", "[ { source: guardduty } ]")));

    [Fact]
    public void Says_why_the_nearest_playbook_does_not_answer()
    {
        var playbook = Playbook("one", "[ { source: guardduty, type: [ \"Backdoor:*\" ], severity: high, role: actor, tags: { a: b } } ]");
        var other = Playbook("two", "[ { source: guardduty, type: [ \"Other:*\" ] } ]");
        const string Type = "Backdoor:EC2/Spambot";

        Assert.Equal("The finding is resolved: there is nothing to contain.", Reason(PlaybookDoubles.Finding(Type) with { Status = FindingStatus.Resolved }, playbook, other));
        Assert.Equal("The finding is suppressed: there is nothing to contain.", Reason(PlaybookDoubles.Finding(Type) with { Status = FindingStatus.Suppressed }, playbook, other));
        Assert.Equal("No playbook answers findings of inspector2.", Reason(PlaybookDoubles.Finding(Type, "inspector2"), playbook, other));
        Assert.Equal("No playbook answers guardduty findings of the type Recon:EC2/Portscan.", Reason(PlaybookDoubles.Finding("Recon:EC2/Portscan"), playbook, other));
        Assert.Equal("one acts on AWS::EC2::Instance, AWS::IAM::Role, and the finding is about AWS::S3::Bucket.", Reason(PlaybookDoubles.Finding(Type, resources: new ResourceRef(ResourceKinds.Bucket, "b")), playbook, other));
        Assert.Equal("one acts on AWS::EC2::Instance, AWS::IAM::Role, and the finding names no affected resource.", Reason(PlaybookDoubles.Finding(Type) with { Resources = [] }, playbook, other));
        Assert.Equal("one is for the role actor, and in the finding it is target.", Reason(PlaybookDoubles.Finding(Type, role: ResourceRole.Target), playbook, other));
        Assert.Equal("one is for high and above, and the finding is medium.", Reason(PlaybookDoubles.Finding(Type, severity: 5), playbook, other));
        Assert.Equal("one is for resources with certain tags, and the finding shows none that has them.", Reason(PlaybookDoubles.Finding(Type), playbook, other));
        Assert.Equal("No playbook answers findings of guardduty.", Reason(PlaybookDoubles.Finding(Type)));
    }

    [Fact]
    public void Two_hundred_playbooks_take_microseconds()
    {
        var playbooks = Enumerable.Range(0, 200).Select(i => Playbook($"p{i:000}", $"[ {{ source: guardduty, type: [ \"Family{i}:EC2/*\", \"Family{i}:*!DNS\", \"*Kind{i}*\" ], severity: high, role: actor }} ]"));
        var matcher = new PlaybookMatcher(playbooks, PlaybookDoubles.Remediations);
        var finding = PlaybookDoubles.Finding("Backdoor:EC2/C&CActivity.B!DNS");
        for (var i = 0; i < 2_000; i++)
            matcher.Match(finding);

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1_000; i++)
            matcher.Match(finding);
        var each = Stopwatch.GetElapsedTime(start) / 1_000;

        // Fifty times the budget of 20 microseconds: this notices a quadratic mistake, the benchmark measures.
        Assert.True(each < TimeSpan.FromMilliseconds(1), $"{each.TotalMicroseconds:0.0} microseconds");
    }
}
