namespace Remediator.Tests.Commands;

public sealed class CoverageCommandTests : IDisposable
{
    private const string Header = "file\tservice\ttype\tenvelope\tresource_kind\tresource_ids\n";
    private readonly CommandLine _cli = new();

    [Fact]
    public async Task The_shipped_playbooks_answer_every_type()
    {
        var result = await _cli.RunAsync("coverage", "--playbooks", Repository.Playbooks);

        Assert.Equal(0, result.Exit);
        Assert.Contains(result.Lines, l => l.StartsWith("guardduty: 204/204, ", StringComparison.Ordinal));
        Assert.Matches(@"^answered (\d+)/\1$", result.Lines[^1]);
    }

    [Fact]
    public async Task A_type_without_an_answer_is_named_and_ends_with_1()
    {
        _cli.Write("own/miners.yaml", "id: miners\ntitle: Miners\non: [ { source: guardduty, type: [ \"CryptoCurrency:EC2/*\" ] } ]\nsteps: []\nbecause: tried\nnotify: [ slack ]\n");

        var result = await _cli.RunAsync("coverage", "--playbooks", "own");

        Assert.Equal(1, result.Exit);
        Assert.Contains(result.Lines, l => l.StartsWith("guardduty: 2/204, 0 ", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"^answered (\d+)/\1$", result.Lines[^1]);
    }

    [Fact]
    public async Task Counts_what_is_read_matched_right_and_rejected_by_service()
    {
        _cli.Write("events/guardduty/1.json", File.ReadAllText(CommandLine.Sample("guardduty/c2-activity.json")));
        _cli.Write("events/guardduty/2.json", File.ReadAllText(CommandLine.Sample("guardduty/ssh-bruteforce-target.json")));
        _cli.Write("events/cloudtrail/1.json", File.ReadAllText(CommandLine.Sample("cloudtrail/stop-logging.json")).Replace("StopLogging", "DescribeTrails", StringComparison.Ordinal));
        _cli.Write("events/odd/1.json", "{}");
        _cli.Write("events/INDEX.tsv", Header + "guardduty/1.json\tguardduty\t\t\tInstance\tinstance=i-0a1b2c3d4e5f60718; remoteIp=192.0.2.1; sg=sg-1\n");

        var result = await _cli.RunAsync("coverage", "events", "--corpus", "events", "--playbooks", Repository.Playbooks);

        Assert.Equal(0, result.Exit);
        Assert.Contains("| cloudtrail | 1 |  | 0 | 0 | 0/0 | 1 | 0 |", result.Lines);
        Assert.Contains("| guardduty | 2 | guardduty | 2 | 2 | 1/2 | 0 | 0 |", result.Lines);
        Assert.Contains("| odd | 1 |  | 0 | 0 | 0/0 | 0 | 1 |", result.Lines);
        Assert.Contains("| **all** | 4 |  | 2 | 2 | 1/2 | 1 | 1 |", result.Lines);
        Assert.Contains("| guardduty | 1 | remoteIp=192.0.2.1 |", result.Lines);
        Assert.Contains(result.Lines, l => l.StartsWith("| cloudtrail | 1 | the call '...' of '...' is no threat in itself", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_among_the_targets_of_a_finding_about_a_key_would_be_wrong()
    {
        _cli.Write("events/guardduty/1.json", File.ReadAllText(CommandLine.Sample("guardduty/access-key-with-instance-details.json")));
        _cli.Write("events/INDEX.tsv", Header + "guardduty/1.json\tguardduty\t\t\tAccessKey\tinstance=i-0a1b2c3d4e5f60718; accessKey=AKIAIOSFODNN7EXAMPLE\n");

        var result = await _cli.RunAsync("coverage", "events", "--corpus", "events", "--playbooks", Repository.Playbooks);

        Assert.Contains("| guardduty | 1 | guardduty | 1 | 1 | 2/2 | 0 | 0 |", result.Lines);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named() =>
        Assert.Contains("nowhere: there is no such folder", (await _cli.RunAsync("coverage", "events", "--corpus", "nowhere")).Error, StringComparison.Ordinal);

    public void Dispose() => _cli.Dispose();
}
