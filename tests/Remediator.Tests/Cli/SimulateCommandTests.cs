using System.Text.Json.Nodes;

namespace Remediator.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly CommandLine _cli = new();

    [Fact]
    public async Task A_matched_event_is_one_line_of_the_documented_shape()
    {
        var result = await _cli.RunAsync("simulate", "--json", "--event", CommandLine.Sample("guardduty/c2-activity.json"));

        var line = JsonNode.Parse(Assert.Single(result.Lines))!.AsObject();
        Assert.Equal(0, result.Exit);
        Assert.Equal(["file", "outcome", "reason", "finding", "playbook", "verdict", "steps", "irreversible", "releaseAfter", "alsoAnsweredBy"], line.Select(p => p.Key));
        Assert.Equal(
            ["id", "source", "type", "severity", "severityLabel", "account", "region", "sample", "role", "resources"],
            line["finding"]!.AsObject().Select(p => p.Key));
        var instance = line["finding"]!["resources"]!.AsArray().Single(r => (string?)r!["kind"] == "AWS::EC2::Instance")!;
        Assert.Equal(["kind", "id", "arn"], instance.AsObject().Select(p => p.Key));
        Assert.Equal("matched", (string?)line["outcome"]);
        Assert.Equal("guardduty", (string?)line["finding"]!["source"]);
        Assert.Equal("Backdoor:EC2/C&CActivity.B", (string?)line["finding"]!["type"]);
        Assert.Equal(8, (double?)line["finding"]!["severity"]);
        Assert.Equal("High", (string?)line["finding"]!["severityLabel"]);
        Assert.Equal("111122223333", (string?)line["finding"]!["account"]);
        Assert.Equal("eu-west-1", (string?)line["finding"]!["region"]);
        Assert.Equal("target", (string?)line["finding"]!["role"]);
        Assert.False((bool?)line["finding"]!["sample"]);
        Assert.Equal("i-0a1b2c3d4e5f60718", (string?)instance["id"]);
        Assert.Equal("arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718", (string?)instance["arn"]);
        Assert.Equal("ec2-compromised", (string?)line["playbook"]);
        Assert.Equal("observe", (string?)line["verdict"]);
        Assert.Equal(["isolate-instance", "cut-role-sessions", "snapshot-volumes"], line["steps"]!.AsArray().Select(s => (string?)s));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--playbooks", "PLAYBOOKS")]
    public async Task A_folder_without_events_says_so(params string[] arguments)
    {
        _cli.Write("empty/readme.txt", "");

        var result = await _cli.RunAsync(["simulate", "--event", "empty", .. arguments.Select(a => a == "PLAYBOOKS" ? Repository.Playbooks : a)]);

        Assert.Equal((0, "", "empty: there is no *.json below it."), (result.Exit, result.Out, result.Error.Trim()));
    }

    [Fact]
    public async Task Links_that_lead_in_a_circle_are_not_followed()
    {
        _cli.Write("events/below/event.json", File.ReadAllText(CommandLine.Sample("guardduty/c2-activity.json")));
        Directory.CreateSymbolicLink(Path.Combine(_cli.Folder, "events", "below", "up"), Path.Combine(_cli.Folder, "events"));

        Assert.Single((await _cli.RunAsync("simulate", "--json", "--event", "events")).Lines);
    }

    [Fact]
    public async Task An_attack_sequence_is_one_line_that_names_every_playbook_that_answers()
    {
        var result = await _cli.RunAsync("simulate", "--json", "--event", CommandLine.Sample("guardduty/attack-sequence.json"));

        var line = JsonNode.Parse(Assert.Single(result.Lines))!.AsObject();
        Assert.Equal("ec2-compromised", (string?)line["playbook"]);
        Assert.Equal(["isolate-instance", "cut-role-sessions", "snapshot-volumes"], line["steps"]!.AsArray().Select(s => (string?)s));
        Assert.Contains("iam-access-key-compromised", line["alsoAnsweredBy"]!.AsArray().Select(a => (string?)a!["playbook"]));
    }

    [Fact]
    public async Task What_a_second_finding_would_change_is_said_and_that_it_is_not_known()
    {
        var json = await _cli.RunAsync("simulate", "--json", "--event", CommandLine.Sample("guardduty/unusual-dns-resolver.json"));
        var text = await _cli.RunAsync("simulate", "--event", CommandLine.Sample("guardduty/unusual-dns-resolver.json"));

        var line = JsonNode.Parse(Assert.Single(json.Lines))!;
        Assert.Equal(["snapshot-volumes", "tag-resource"], line["steps"]!.AsArray().Select(s => (string?)s));
        Assert.Equal("""{"within":"1d","mode":"observe","steps":["isolate-instance","cut-role-sessions"]}""", line["ifCorroborated"]!.ToJsonString());
        Assert.Contains("which is not known here", text.All.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unmatched_event_says_why_and_has_no_playbook()
    {
        var result = await _cli.RunAsync("simulate", "--json", "--event", CommandLine.Sample("inspector2/lambda-vulnerability.json"));

        var line = JsonNode.Parse(Assert.Single(result.Lines))!.AsObject();
        Assert.Equal(0, result.Exit);
        Assert.Equal(["file", "outcome", "reason", "finding", "playbook", "verdict", "steps", "irreversible", "releaseAfter"], line.Select(p => p.Key));
        Assert.Equal("unmatched", (string?)line["outcome"]);
        Assert.NotEmpty((string?)line["reason"] ?? "");
        Assert.Equal("unspecified", (string?)line["finding"]!["role"]);
        Assert.Null(line["playbook"]);
        Assert.Null(line["verdict"]);
        Assert.Empty(line["steps"]!.AsArray());
    }

    [Fact]
    public async Task A_bad_file_that_was_named_is_rejected_with_exit_code_2()
    {
        var file = _cli.Write("bad.json", "{ \"detail-type\": ");

        var result = await _cli.RunAsync("simulate", "--json", "--event", file);

        var line = JsonNode.Parse(Assert.Single(result.Lines))!.AsObject();
        Assert.Equal(2, result.Exit);
        Assert.Equal(["file", "outcome", "reason", "finding", "playbook", "verdict", "steps", "irreversible", "releaseAfter"], line.Select(p => p.Key));
        Assert.Equal(file, (string?)line["file"]);
        Assert.Equal("rejected", (string?)line["outcome"]);
        Assert.NotEmpty((string?)line["reason"] ?? "");
        Assert.Null(line["finding"]);
    }

    [Theory]
    [InlineData("list.json", 2)]
    [InlineData(".", 0)]
    public async Task A_list_that_is_read_in_part_shows_what_it_can_and_ends_with_2_where_its_file_was_named(string named, int exit)
    {
        var finding = File.ReadAllText(CommandLine.Sample("guardduty/c2-activity.json"));
        _cli.Write("list.json", $$"""[ {{finding}}, { "not": "a finding" } ]""");

        var result = await _cli.RunAsync("simulate", "--json", "--playbooks", Repository.Playbooks, "--event", named);
        var whole = await _cli.RunAsync("simulate", "--json", "--playbooks", Repository.Playbooks, "--event", _cli.Write("whole.json", $"[ {finding} ]"));

        Assert.Equal(exit, result.Exit);
        Assert.Equal(["matched", "rejected"], result.Lines.Select(l => (string?)JsonNode.Parse(l)!["outcome"]));
        Assert.StartsWith("entry 2: ", (string?)JsonNode.Parse(result.Lines[1])!["reason"], StringComparison.Ordinal);
        Assert.Equal((0, 1), (whole.Exit, whole.Lines.Length));
    }

    [Fact]
    public async Task Bad_files_of_a_folder_are_rejected_with_exit_code_0()
    {
        _cli.Write("events/a.json", "nonsense");
        _cli.Write("events/deep/b.json", File.ReadAllText(CommandLine.Sample("guardduty/public-bucket.json")));
        _cli.Write("events/empty.json", "");
        _cli.Write("events/notes.txt", "not an event, and not looked at");
        File.CreateSymbolicLink(Path.Combine(_cli.Folder, "events", "gone.json"), Path.Combine(_cli.Folder, "nowhere"));

        var result = await _cli.RunAsync("simulate", "--json", "--event", "events");

        Assert.Equal(0, result.Exit);
        Assert.Equal(
            [("a.json", "rejected"), ("deep/b.json", "matched"), ("empty.json", "rejected"), ("gone.json", "rejected")],
            result.Lines.Select(l => JsonNode.Parse(l)!).Select(n => (Path.GetRelativePath("events", (string)n["file"]!), (string)n["outcome"]!)));
    }

    [Fact]
    public async Task Several_events_are_answered_in_their_order()
    {
        var result = await _cli.RunAsync(
            "simulate", "--json",
            "--event", CommandLine.Sample("guardduty/public-bucket.json"),
            "--event", CommandLine.Sample("config/bucket-compliant.json"), CommandLine.Sample("inspector2/vulnerable-instance.json"));

        Assert.Equal(0, result.Exit);
        Assert.Equal(["s3-bucket-public", null, "ec2-vulnerable"], result.Lines.Select(l => (string?)JsonNode.Parse(l)!["playbook"]));
    }

    [Fact]
    public async Task A_missing_path_is_named_with_exit_code_2()
    {
        var result = await _cli.RunAsync("simulate", "--event", "nowhere.json");

        Assert.Equal(2, result.Exit);
        Assert.Equal("nowhere.json: there is no such file or folder.", result.Error.Trim());
    }

    [Fact]
    public async Task People_read_the_playbook_and_what_it_would_do_to_what()
    {
        var result = await _cli.RunAsync("simulate", "--event", CommandLine.Sample("guardduty/c2-activity.json"));

        Assert.Empty(result.Out);
        Assert.Contains("matched", result.Shown, StringComparison.Ordinal);
        Assert.Contains("playbook ec2-compromised, verdict observe", result.Shown, StringComparison.Ordinal);
        Assert.Contains("on AWS::EC2::Instance i-0a1b2c3d4e5f60718: isolate-instance, cut-role-sessions, snapshot-volumes", result.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "(CANNOT BE UNDONE; asks a person first)")]
    [InlineData("    irreversible: allow\n", "(CANNOT BE UNDONE)")]
    public async Task What_can_not_be_undone_and_what_ends_by_itself_is_said_before(string allowed, string words)
    {
        _cli.Write("playbooks/own.yaml", $"id: own\ntitle: Own\non:\n  - source: guardduty\nsteps:\n  - disable-access-keys\n  - remove-login-profile: {{}}\n{allowed}release: {{ after: 3d }}\nnotify: [ email ]\n");

        var shown = await _cli.RunAsync("simulate", "--event", CommandLine.Sample("guardduty/access-key-exfiltration.json"));
        var json = JsonNode.Parse((await _cli.RunAsync("simulate", "--json", "--event", CommandLine.Sample("guardduty/access-key-exfiltration.json"))).Lines[0])!;

        Assert.Contains($"disable-access-keys, remove-login-profile {words}", shown.Shown, StringComparison.Ordinal);
        Assert.Contains("ends by itself after 3d", shown.Shown, StringComparison.Ordinal);
        Assert.Equal(("""["remove-login-profile"]""", "3d"), (json["irreversible"]!.ToJsonString(), (string?)json["releaseAfter"]));
    }

    [Fact]
    public async Task Playbooks_with_faults_stop_it_before_the_first_event()
    {
        _cli.Write("playbooks/bad.yaml", "id: bad\nstepz: []\n");

        var result = await _cli.RunAsync("simulate", "--json", "--event", CommandLine.Sample("guardduty/c2-activity.json"));

        Assert.Equal(2, result.Exit);
        Assert.Empty(result.Out);
        Assert.Contains("bad.yaml:2:1", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();
}
