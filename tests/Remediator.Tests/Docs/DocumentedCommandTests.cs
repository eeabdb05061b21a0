using System.CommandLine;
using System.Text.RegularExpressions;
using Remediator.Cli;
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
