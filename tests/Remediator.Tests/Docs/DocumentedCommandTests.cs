using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Remediator.Cli;
using Remediator.Cli.Sandbox;
using Remediator.Tests.Commands;
using Remediator.Tests.Scenarios.Harness;
using Spectre.Console;

namespace Remediator.Tests.Docs;

/// <summary>Every command that a page shows is one that the program has; those that need no account are run.</summary>
public sealed partial class DocumentedCommandTests
{
    private static readonly string[] Offline = ["demo", "simulate", "validate", "test", "policy", "schema", "steps"];

    public static TheoryData<string, string> Commands
    {
        get
        {
            var commands = new TheoryData<string, string>();
            foreach (var page in Pages())
            {
                foreach (Match match in RunCli.Matches(File.ReadAllText(page)))
                {
                    commands.Add(Path.GetRelativePath(Repository.Root, page), match.Groups["arguments"].Value.Trim());
                }
            }

            return commands;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_documented_command_works(string page, string arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        var host = new CliHost(output, error, console, _ => null, Repository.Root, TimeProvider.System);
        var words = arguments.Split('>')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Empty(RemediatorCommand.Create(host).Parse(words).Errors.Select(e => $"{page}: {e.Message}"));
        if (Offline.Contains(words[0]))
        {
            var exit = await RemediatorCommand.RunAsync(words, host);
            Assert.True(exit == 0, $"{page}: {arguments} ended with {exit}: {error}{output}");
        }
    }

    /// <summary>GuardDuty's answer has the names of the API, which begin with a capital, where its events do not.</summary>
    [Fact]
    public async Task What_the_README_saves_with_the_AWS_CLI_is_answered_by_the_commands_that_follow()
    {
        string[] readme = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains(readme, l => l.StartsWith("aws guardduty get-findings ", StringComparison.Ordinal) && l.EndsWith(" > finding.json", StringComparison.Ordinal));
        var commands = readme.Where(l => l.Contains("cli -- respond --event finding.json", StringComparison.Ordinal)).ToList();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.Instance.Seed(sandbox.Account);
        using var cli = new CommandLine();
        var detail = JsonNode.Parse(File.ReadAllText(CommandLine.Sample("guardduty/c2-activity.json")))!["detail"];
        cli.At(sandbox).Write("finding.json", new JsonObject { ["Findings"] = new JsonArray(Capitalized(detail)) }.ToJsonString());

        Assert.Equal(2, commands.Count);
        var look = await cli.RunAsync(commands[0].Split("cli -- ")[1].Split(' '));
        Assert.True(look.Exit == 0 && look.Shown.Contains("observed; nothing was changed", StringComparison.Ordinal), look.All);
        var enforced = await cli.RunAsync(commands[1].Split("cli -- ")[1].Split(' '));
        Assert.True(enforced.Exit == 0 && enforced.Shown.Contains("contained; every change was read back", StringComparison.Ordinal), enforced.All);
    }

    private static JsonNode? Capitalized(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(char.ToUpperInvariant(p.Key[0]) + p.Key[1..], Capitalized(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Capitalized)]),
        _ => node?.DeepClone(),
    };

    [Fact]
    public void Every_file_that_a_page_links_to_is_there()
    {
        foreach (var page in Pages())
        {
            foreach (Match link in LocalLink.Matches(File.ReadAllText(page)))
            {
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value)), $"{page} links to {link.Groups["path"].Value}");
            }
        }
    }

    private static IEnumerable<string> Pages() =>
        [Path.Combine(Repository.Root, "README.md"), Path.Combine(Repository.Root, "CONTRIBUTING.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")];

    [GeneratedRegex(@"dotnet run --project cli -- (?<arguments>[^`\r\n]+)")]
    private static partial Regex RunCli { get; }

    [GeneratedRegex(@"\]\((?<path>(?!https?:)[^)#]+)\)")]
    private static partial Regex LocalLink { get; }
}
