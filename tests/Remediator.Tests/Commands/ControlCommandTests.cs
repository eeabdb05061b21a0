using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution.Ledgers;

namespace Remediator.Tests.Commands;

/// <summary>Controls are set, shown and removed by the command line, on files and on DynamoDB.</summary>
public sealed class ControlCommandTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("remediator-");
    private readonly ManualTime _time = new(Some.Time);

    private string Ledger => $"file:{Path.Combine(_parent.FullName, "ledger")}";

    public static TheoryData<string, string[]> Additions => new()
    {
        { "pause", ["pause"] },
        { "pause-account-111122223333", ["pause", "--account", "111122223333", "--for", "4h"] },
        { "pause-playbook-ec2-compromised", ["pause", "--playbook", "ec2-compromised"] },
        { "mode-ec2-compromised", ["mode", "ec2-compromised", "enforce"] },
        { "exempt-", ["exempt", "add", "--resource", "i-0a*", "--tag", "a=b", "--type", "X:*", "--ou", "ou-ab12-34cdefgh", "--owner", "team-red", "--for", "7d"] },
        { "freeze-", ["freeze", "add", "--weekly", "Fri 18:00-Mon 06:00", "--zone", "Europe/Berlin"] },
        { "freeze-", ["freeze", "add", "--from", "2026-12-24T12:00Z", "--until", "2027-01-02T06:00Z"] },
        { "freeze-", ["freeze", "add", "--monthly", "last 18:00-24:00; 1 00:00-06:00", "--zone", "Europe/Berlin"] },
        { "freeze-", ["freeze", "add", "--cron", "0 18 24 12 *", "--lasts", "48h", "--zone", "Europe/Berlin"] },
        { "budget-", ["budget", "set", "20", "--per", "1h", "--each", "region"] },
        { "budget-", ["budget", "set", "50", "--per", "1h", "--each", "region", "--count", "changes"] },
        { "protect-", ["protect", "add", "--role", "break-glass-*"] },
    };

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Sets_a_control_shows_it_with_who_why_and_when_and_removes_it(string id, string[] command)
    {
        var set = await RunAsync([.. command, "--why", "because of 42", "--by", "alice", "--json"]);
        Assert.True(set.Exit == 0, set.Error);
        var name = (string)JsonNode.Parse(set.Output)!["id"]!;
        Assert.StartsWith(id, name, StringComparison.Ordinal);

        var status = JsonNode.Parse((await RunAsync("status", "--json")).Output)!;
        Assert.Equal((name, "alice", "because of 42"), ((string?)status["id"], (string?)status["by"], (string?)status["why"]));
        Assert.Equal(Some.Time, status["at"]!.GetValue<DateTimeOffset>());
        Assert.Contains("because of 42", (await RunAsync("status")).Output, StringComparison.Ordinal);

        var remove = Removal(command, name);
        var removed = await RunAsync([.. remove, "--why", "over", "--by", "bob"]);
        Assert.True(removed.Exit == 0, removed.Error);
        Assert.Empty((await RunAsync("status", "--json")).Output);
        Assert.Equal(1, (await RunAsync([.. remove, "--why", "over"])).Exit);
        var history = (await RunAsync("status", "--history", "5")).Output;
        Assert.Contains("by bob: over", history, StringComparison.Ordinal);
        Assert.Contains("by alice: because of 42", history, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exempt")]
    [InlineData("freeze")]
    [InlineData("budget")]
    [InlineData("protect")]
    public async Task Lists_only_its_own_kind_and_removes_no_other(string kind)
    {
        foreach (var row in Additions)
        {
            Assert.Equal(0, (await RunAsync([.. (string[])row[1], "--why", "x", "--by", "alice"])).Exit);
        }

        var listed = (await RunAsync(kind, "list", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(listed);
        Assert.All(listed, line => Assert.StartsWith($"{kind}-", (string?)JsonNode.Parse(line)!["id"], StringComparison.Ordinal));
        Assert.Equal(2, (await RunAsync(kind, "remove", "pause", "--why", "x")).Exit);
    }

    [Fact]
    public async Task A_budget_is_listed_with_what_it_counts_and_how_much_of_it_is_used_in_the_current_window()
    {
        var set = await RunAsync("budget", "set", "50", "--per", "1h", "--count", "changes", "--why", "storm", "--by", "alice", "--json");
        await RunAsync("budget", "set", "3", "--per", "1h", "--each", "all", "--why", "storm", "--by", "alice");
        var (id, from) = ((string)JsonNode.Parse(set.Output)!["id"]!, BudgetClaim.Window(_time.GetUtcNow(), TimeSpan.FromHours(1)));
        using (var counters = new FileBudgetCounters(Path.Combine(_parent.FullName, "ledger"), _time))
        {
            await counters.TakeAsync(new BudgetClaim(id, "111122223333", from, TimeSpan.FromHours(1), 50, "x"), "rx-1", 12, default);
            await counters.TakeAsync(new BudgetClaim(id, "999999999999", from, TimeSpan.FromHours(1), 50, "x"), "rx-2", 48, default);
            await counters.TakeAsync(new BudgetClaim(id, "111122223333", from.AddHours(-1), TimeSpan.FromHours(1), 50, "x"), "rx-3", 1, default);
        }

        foreach (var command in (string[][])[["budget", "list"], ["status"]])
        {
            var shown = (await RunAsync(command)).Output.ReplaceLineEndings(" ");
            var words = string.Join(' ', shown.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries));
            var lines = (await RunAsync([.. command, "--json"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
            var changes = Assert.Single(lines, l => (string?)l["id"] == id);
            Assert.Equal(("Changes", "at most 50 changes per 1h and account for everything"), ((string?)changes["count"], (string?)changes["says"]));
            Assert.Equal("""{"111122223333":12,"999999999999":48}""", changes["window"]!["used"]!.ToJsonString());
            Assert.Equal(from.AddHours(1), changes["window"]!["until"]!.GetValue<DateTimeOffset>());
            Assert.Equal("{}", Assert.Single(lines, l => (string?)l["count"] == "Executions")["window"]!["used"]!.ToJsonString());
            Assert.All((string[])["48", "of", "50", "in", "999999999999,", "12", "none"], word => Assert.Contains(word, words, StringComparison.Ordinal));
        }

        foreach (var file in Directory.GetFiles(Path.Combine(_parent.FullName, "ledger"), "window-*"))
        {
            await File.WriteAllTextAsync(file, "{");
        }

        var unread = await RunAsync("budget", "list", "--json");
        Assert.Equal(0, unread.Exit);
        Assert.Contains("is not a file of this ledger", unread.Output, StringComparison.Ordinal);
        Assert.Contains("\"used\":null", unread.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_user_of_this_machine()
    {
        await RunAsync("pause", "--why", "storm");

        Assert.Equal($"{Environment.UserName} on {Environment.MachineName}", (string?)JsonNode.Parse((await RunAsync("status", "--json")).Output)!["by"]);
    }

    [Fact]
    public async Task What_has_ended_is_not_shown()
    {
        await RunAsync("pause", "--for", "1h", "--why", "storm");
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Empty((await RunAsync("status", "--json")).Output);
    }

    [Theory]
    [InlineData("--why", "pause")]
    [InlineData("needs an end: --for or --until", "exempt", "add", "--resource", "i-1", "--owner", "x", "--why", "x")]
    [InlineData("--owner", "exempt", "add", "--resource", "i-1", "--for", "1d", "--why", "x")]
    [InlineData("needs a resource", "exempt", "add", "--owner", "x", "--for", "1d", "--why", "x")]
    [InlineData("no playbook 'ec2-comprised'", "pause", "--playbook", "ec2-comprised", "--why", "x")]
    [InlineData("no playbook 'ec2-comprised'", "mode", "ec2-comprised", "enforce", "--why", "x")]
    [InlineData("'on' not recognized", "mode", "ec2-compromised", "on", "--why", "x")]
    [InlineData("not an account id", "pause", "--account", "prod", "--why", "x")]
    [InlineData("not weekly hours", "freeze", "add", "--weekly", "0 9 * * 1", "--why", "x")]
    [InlineData("is no cron expression", "freeze", "add", "--cron", "0 9 1", "--lasts", "1h", "--why", "x")]
    [InlineData("names no time that ever comes", "freeze", "add", "--cron", "0 9 31 2 *", "--lasts", "1h", "--why", "x")]
    [InlineData("how long each window of a cron expression lasts", "freeze", "add", "--cron", "0 9 1 * *", "--why", "x")]
    [InlineData("up to 366 days", "freeze", "add", "--cron", "0 9 1 * *", "--lasts", "367d", "--why", "x")]
    [InlineData("--lasts: 'long' is not a duration", "freeze", "add", "--cron", "0 9 1 * *", "--lasts", "long", "--why", "x")]
    [InlineData("goes with a cron expression", "freeze", "add", "--weekly", "daily 10:00-11:00", "--lasts", "1h", "--why", "x")]
    [InlineData("add two", "freeze", "add", "--cron", "0 9 1 * *", "--lasts", "1h", "--weekly", "daily 10:00-11:00", "--why", "x")]
    [InlineData("no time zone 'Berlin'", "freeze", "add", "--weekly", "daily 10:00-11:00", "--zone", "Berlin", "--why", "x")]
    [InlineData("--weekly", "freeze", "add", "--why", "x")]
    [InlineData("not a duration", "pause", "--for", "soon", "--why", "x")]
    [InlineData("not both", "pause", "--for", "1h", "--until", "2027-01-01", "--why", "x")]
    [InlineData("before it begins: its end (--until) is 2020-01-01 00:00 UTC", "pause", "--until", "2020-01-01", "--why", "x")]
    [InlineData("not a duration", "budget", "set", "3", "--per", "1x", "--why", "x")]
    [InlineData("from 0 to 10000", "budget", "set", "20000", "--per", "1h", "--why", "x")]
    [InlineData("one of a resource, a role and a tag", "protect", "add", "--why", "x")]
    [InlineData("--why: it is empty", "pause", "--why", " ")]
    [InlineData("--resource: it is empty, and nothing was set", "protect", "add", "--resource", "", "--why", "x")]
    [InlineData("--role: it is empty", "protect", "add", "--role", " ", "--why", "x")]
    [InlineData("--tag: it is empty", "protect", "add", "--tag", "", "--why", "x")]
    [InlineData("--resource: it is empty", "exempt", "add", "--resource", "", "--owner", "x", "--for", "1d", "--why", "x")]
    [InlineData("--type: it is empty", "exempt", "add", "--resource", "i-1", "--type", "", "--owner", "x", "--for", "1d", "--why", "x")]
    [InlineData("--account: it is empty", "pause", "--account", "", "--why", "x")]
    [InlineData("--playbook: it is empty", "budget", "set", "3", "--per", "1h", "--playbook", "", "--why", "x")]
    [InlineData("--zone: it is empty", "freeze", "add", "--weekly", "daily 10:00-11:00", "--zone", "", "--why", "x")]
    [InlineData("not hours of days of the month", "freeze", "add", "--monthly", "32 10:00-11:00", "--why", "x")]
    [InlineData("either weekly or monthly", "freeze", "add", "--monthly", "1 10:00-11:00", "--weekly", "daily 10:00-11:00", "--why", "x")]
    [InlineData("its beginning (--from) is 2027-01-02 00:00 UTC, its end (--until) 2027-01-01 00:00 UTC", "freeze", "add", "--from", "2027-01-02", "--until", "2027-01-01", "--why", "x")]
    [InlineData("'2026-10-25T02:30' comes twice", "freeze", "add", "--from", "2026-10-25T02:30", "--for", "9d", "--zone", "Europe/Berlin", "--why", "x")]
    [InlineData("'2027-03-28T02:30' comes not at all", "freeze", "add", "--until", "2027-03-28T02:30", "--zone", "Europe/Berlin", "--why", "x")]
    public async Task Says_what_is_wrong_and_sets_nothing(string expected, params string[] command)
    {
        var run = await RunAsync(command);

        Assert.Equal(2, run.Exit);
        Assert.Contains(expected, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty((await RunAsync("status", "--json")).Output);
    }

    [Theory]
    [InlineData("2026-12-24T11:00Z", "2027-01-02T05:00Z", "--from", "2026-12-24T12:00", "--until", "2027-01-02T06:00", "--zone", "Europe/Berlin")]
    [InlineData("2026-12-24T12:00Z", "2027-07-02T04:00Z", "--from", "2026-12-24T12:00Z", "--until", "2027-07-02T06:00", "--zone", "Europe/Berlin")]
    [InlineData("2026-12-24T12:00Z", "2027-01-02T06:00Z", "--from", "2026-12-24T12:00", "--until", "2027-01-02T06:00")]
    [InlineData("2026-11-25T00:00Z", "2026-12-02T00:00Z", "--from", "2026-11-25", "--for", "7d")]
    [InlineData("2026-11-24T23:00Z", "2026-12-01T23:00Z", "--from", "2026-11-25", "--for", "7d", "--zone", "Europe/Berlin")]
    [InlineData("2026-11-24T23:00Z", "2026-12-01T23:00Z", "--weekly", "daily 00:00-24:00", "--from", "2026-11-25", "--for", "7d", "--zone", "Europe/Berlin")]
    public async Task A_freeze_holds_from_its_beginning_to_its_end_by_the_clock_of_its_zone(string from, string until, params string[] window)
    {
        var set = await RunAsync(["freeze", "add", .. window, "--why", "x"]);
        Assert.True(set.Exit == 0, set.Error);

        var freeze = Assert.IsType<FreezeWindow>(ControlJson.Read((await File.ReadAllTextAsync(Path.Combine(_parent.FullName, "ledger", "controls.json"))) is var text ? JsonNode.Parse(text)!["controls"]![0]!.ToJsonString() : ""));
        var (begin, end) = (At(from), At(until));
        Assert.Equal((false, true, true, false), (freeze.IsOpen(begin.AddMinutes(-1)), freeze.IsOpen(begin), freeze.IsOpen(end.AddMinutes(-1)), freeze.IsOpen(end)));

        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Controls_that_cannot_be_read_are_no_empty_list()
    {
        await RunAsync("pause", "--why", "storm");
        await File.WriteAllTextAsync(Path.Combine(_parent.FullName, "ledger", "controls.json"), "{");

        var status = await RunAsync("status");

        Assert.Equal(1, status.Exit);
        Assert.Contains("The controls could not be read", status.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is changed", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_in_memory_forgets_it_with_the_command()
    {
        Assert.Equal(0, (await CliRun.OfAsync(Nothing, _time, "pause", "--why", "x", "--ledger", "memory")).Exit);
        Assert.Contains("none in force", (await CliRun.OfAsync(Nothing, _time, "status", "--ledger", "memory")).Output, StringComparison.Ordinal);
    }

    [MotoFact]
    public async Task Every_control_works_against_DynamoDB_by_the_name_of_the_caller()
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        using var client = new AmazonDynamoDBClient(account.Credentials, new AmazonDynamoDBConfig { ServiceURL = account.Url, AuthenticationRegion = "eu-central-1" });
        Assert.Equal(1, (await CliRun.OfAsync(account, "status", "--ledger", "dynamodb:controls")).Exit);
        Assert.Equal(2, (await CliRun.OfAsync(account, "pause", "--why", "x", "--ledger", "dynamodb:controls")).Exit);
        await LedgerTable.CreateAsync(client, "controls", TimeProvider.System, default);
        var removals = new Dictionary<string, string[]>();
        foreach (var row in Additions)
        {
            var set = await OnTableAsync([.. (string[])row[1], "--why", "because", "--json"]);
            Assert.True(set.Exit == 0, set.Error);
            var id = (string)JsonNode.Parse(set.Output)!["id"]!;
            removals.Add(id, Removal((string[])row[1], id));
        }

        var known = Assert.IsType<ControlsReading.Known>(await new DynamoDbControlStore(client, "controls", TimeProvider.System).ReadAsync(default)).Controls.All;
        Assert.Equal(Additions.Count, known.Length);
        Assert.All(known, c => Assert.Equal($"arn:aws:sts::{account.Id}:assumed-role/test/test", c.By));
        Assert.Equal(0, (await CliRun.OfAsync(account, "pause", "--by", "alice", "--why", "because", "--ledger", "dynamodb:controls")).Exit);
        Assert.Contains($"\"by\":\"alice (arn:aws:sts::{account.Id}:assumed-role/test/test)\"", (await CliRun.OfAsync(account, "status", "--json", "--ledger", "dynamodb:controls")).Output, StringComparison.Ordinal);
        Assert.Contains("break-glass-*", (await CliRun.OfAsync(account, "status", "--json", "--ledger", "dynamodb:controls")).Output, StringComparison.Ordinal);

        foreach (var kind in (string[])["exempt", "freeze", "budget", "protect"])
        {
            var listed = await OnTableAsync(kind, "list", "--json");
            Assert.True(listed.Exit == 0, listed.Error);
            Assert.Equal(removals.Keys.Where(id => id.StartsWith($"{kind}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal), Ids(listed));
        }

        foreach (var (id, remove) in removals)
        {
            var removed = await OnTableAsync([.. remove, "--why", $"over: {id}"]);
            Assert.True(removed.Exit == 0, $"{id}: {removed.Error}");
            Assert.DoesNotContain(id, Ids(await OnTableAsync("status", "--json")));
            Assert.Equal(1, (await OnTableAsync([.. remove, "--why", "twice"])).Exit);
        }

        Assert.Empty(Assert.IsType<ControlsReading.Known>(await new DynamoDbControlStore(client, "controls", TimeProvider.System).ReadAsync(default)).Controls.All);
        var history = (await OnTableAsync("status", "--history", "100", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(
            removals.Keys.Select(id => $"{id} by arn:aws:sts::{account.Id}:assumed-role/test/test, over: {id}").Order(StringComparer.Ordinal),
            history.Where(e => (bool)e["removed"]!).Select(e => $"{e["id"]} by {e["by"]}, {e["why"]}").Order(StringComparer.Ordinal));
        Assert.Equal(removals.Count + 1, history.Count(e => !(bool)e["removed"]!));

        Task<CliRun> OnTableAsync(params string[] arguments) => CliRun.OfAsync(account, [.. arguments, "--ledger", "dynamodb:controls"]);
    }

    public void Dispose() => _parent.Delete(recursive: true);

    private static Dictionary<string, string> Nothing => [];

    private static string[] Removal(string[] command, string id) => command[0] switch
    {
        "pause" => ["resume", .. command[1..].Where(w => w is not ("--for" or "4h"))],
        "mode" => ["mode", command[1], "default"],
        var kind => [kind, "remove", id],
    };

    private static List<string> Ids(CliRun shown) =>
        [.. shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["id"]!).Order(StringComparer.Ordinal)];

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(Nothing, _time, [.. arguments, "--ledger", Ledger]);
}
