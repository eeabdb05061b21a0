using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.Cli.Output;
using Remediator.Cli.Sandbox;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Commands;

/// <summary>Nothing that an attacker can write into a finding reaches the terminal as anything but visible text on its own line.</summary>
public sealed class HostileTextTests : IDisposable
{
    /// <summary>Clears the screen, sets the title, forges a line, starts markup, reverses the reading direction; C0 and C1 controls.</summary>
    private const string Hostile = "a\u001b[2J\u001b]0;t\u0007\r\nFORGED line\u2028FORGED too [red]b[/] [link=http://x]c[/] [\u202etxet\u009b31m\u0085\0";

    private readonly CommandLine _cli = new();

    public static TheoryData<string> Samples { get; } =
    [
        "guardduty/c2-activity.json", "guardduty/access-key-exfiltration.json", "guardduty/public-bucket.json", "guardduty/role-credential-exfiltration.json",
        "config/bucket-public-read.json", "inspector2/vulnerable-instance.json",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task In_any_one_field_it_is_shown_escaped_by_simulate(string sample)
    {
        var folder = HostileVariants(sample);

        AssertHarmless(await _cli.RunAsync("simulate", "--event", folder));
        var machine = await _cli.RunAsync("simulate", "--event", folder, "--json");
        AssertHarmless(machine);
        Assert.All(machine.Lines, l => Assert.NotNull(JsonNode.Parse(l)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task In_any_one_field_it_is_shown_escaped_by_respond_and_executions(string sample)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(sandbox.Account);
        Incidents.CompromisedInstance.Seed(sandbox.Account);
        Incidents.AccessKey.Seed(sandbox.Account);
        _cli.At(sandbox);

        foreach (var file in Directory.EnumerateFiles(HostileVariants(sample), "*-end.json").Order(StringComparer.Ordinal))
        {
            AssertHarmless(await _cli.RunAsync("respond", "--event", file));
        }

        AssertHarmless(await _cli.RunAsync("executions"));
        AssertHarmless(await _cli.RunAsync("executions", "--json"));
    }

    [Fact]
    public async Task In_live_tags_it_is_shown_escaped()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.Instance.Seed(sandbox.Account);
        sandbox.Account.Region(Some.Region).Instances[Some.InstanceId].Tags["remediator:vulnerable"] = "[red]FORGED[/]\u009b31m";
        _cli.At(sandbox);
        var sample = CommandLine.Sample("inspector2/vulnerable-instance.json");

        var result = await _cli.RunAsync("respond", "--event", sample, "--enforce");

        AssertHarmless(result);
        Assert.Contains("[red]FORGED[/]", result.Shown, StringComparison.Ordinal);
        AssertHarmless(await _cli.RunAsync("executions", "--json"));
    }

    [Fact]
    public async Task In_names_of_files_it_is_shown_escaped()
    {
        var name = OperatingSystem.IsWindows() ? "[red]x.json" : "\u001b[31m\n[red]FORGED x.json";
        _cli.Write($"events/{name}", "{}");

        AssertHarmless(await _cli.RunAsync("simulate", "--event", "events"));
        AssertHarmless(await _cli.RunAsync("simulate", "--event", "events", "--json"));
        AssertHarmless(await _cli.RunAsync("simulate", "--event", $"nowhere\u001b[31m{name}"));
        AssertHarmless(await _cli.RunAsync("respond", "--event", $"nowhere\u001b[31m{name}"));
    }

    [Fact]
    public async Task In_playbooks_it_is_shown_escaped()
    {
        _cli.Write("mine/a.yaml", "id: \"x\\e[31m\"\n\"ti\\e[2Jtle\": \"[red]\\nFORGED\"\n");

        AssertHarmless(await _cli.RunAsync("validate", "mine"));
        AssertHarmless(await _cli.RunAsync("test", "mine"));
    }

    [Fact]
    public void Json_keeps_its_value()
    {
        var json = new JsonObject { ["text"] = Hostile + "é€🎉\U000E0041" }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        var shown = Shown.Json(json);

        Assert.Equal(Hostile + "é€🎉\U000E0041", (string?)JsonNode.Parse(shown)!["text"]);
        Assert.Contains("é€", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown.EnumerateRunes(), IsHidden);
    }

    [Fact]
    public void Text_is_cut_where_it_is_too_long_to_read() => Assert.InRange(Shown.Text(new string('x', 1_000_000)).Length, 100, 2_001);

    public void Dispose() => _cli.Dispose();

    /// <summary>The sample with each of its texts replaced in turn, and all at once with the text appended.</summary>
    private string HostileVariants(string sample)
    {
        var text = File.ReadAllText(CommandLine.Sample(sample));
        var folder = sample.Replace('/', '-');
        for (var i = 0; i < Texts(JsonNode.Parse(text)!).Count; i++)
        {
            foreach (var (kind, value) in new[] { ("whole", ""), ("end", "kept") })
            {
                var document = JsonNode.Parse(text)!;
                var leaf = Texts(document)[i];
                leaf.ReplaceWith(JsonValue.Create((value.Length > 0 ? leaf.GetValue<string>() : "") + Hostile));
                _cli.Write($"{folder}/{i:000}-{kind}.json", document.ToJsonString());
            }
        }

        return Path.Combine(_cli.Folder, folder);
    }

    private static List<JsonValue> Texts(JsonNode node) => node switch
    {
        JsonObject o => [.. o.Where(p => p.Value is not null).SelectMany(p => Texts(p.Value!))],
        JsonArray a => [.. a.Where(n => n is not null).SelectMany(n => Texts(n!))],
        JsonValue v when v.GetValueKind() == System.Text.Json.JsonValueKind.String => [v],
        _ => [],
    };

    private static void AssertHarmless(CommandResult result)
    {
        var all = result.All.ReplaceLineEndings("\n");
        Assert.DoesNotContain(all.Replace("\n", "", StringComparison.Ordinal).EnumerateRunes(), IsHidden);
        Assert.DoesNotContain(all.Split('\n'), l => l.TrimStart().StartsWith("FORGED", StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled", all, StringComparison.Ordinal);
    }

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
