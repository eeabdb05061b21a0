using System.CommandLine;
using System.Text.RegularExpressions;
using Remediator.Cli;
using Spectre.Console;

namespace Remediator.Tests.Commands;

public sealed partial class HelpTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public static TheoryData<string> Names { get; } = [.. Root().Subcommands.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_help_of_a_command_names_its_options_and_shows_examples_that_parse(string name)
    {
        var command = Assert.IsType<TaughtCommand>(Root().Subcommands.Single(c => c.Name == name));

        var help = await _cli.RunAsync(name, "--help");

        Assert.Equal(0, help.Exit);
        Assert.Contains($"remediator {name}", help.Out, StringComparison.Ordinal);
        Assert.All(command.Options, o => Assert.Contains(o.Name, help.Out, StringComparison.Ordinal));
        Assert.All(command.Options.Where(o => o is not System.CommandLine.Help.HelpOption), o => Assert.NotEmpty(o.Description ?? ""));
        Assert.NotEmpty(command.Examples);
        foreach (var example in command.Examples)
        {
            Assert.Contains(example, help.Out, StringComparison.Ordinal);
            // As a shell takes it apart: what is between quotes is one word.
            var words = QuotedWord.Matches(example.Split('|', '>')[0]).Select(m => m.Value.Trim('\'')).ToArray();
            Assert.Equal(("remediator", name), (words[0], words[1]));
            Assert.Empty(Root().Parse(words[1..]).Errors);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_unknown_option_is_named_and_answered_with_help(string name)
    {
        var result = await _cli.RunAsync(name, "--no-such-option");

        Assert.Equal(2, result.Exit);
        Assert.Contains("--no-such-option", result.Error, StringComparison.Ordinal);
        Assert.Contains("Usage:", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_there_is_help_that_names_all_and_exit_code_2()
    {
        var result = await _cli.RunAsync();

        Assert.Equal(2, result.Exit);
        Assert.All(Root().Subcommands, c => Assert.Contains($"  {c.Name} ", result.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_version_is_that_of_the_program() =>
        Assert.Matches(@"^\d+\.\d+", (await _cli.RunAsync("--version")).Out);

    public void Dispose() => _cli.Dispose();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex QuotedWord { get; }

    private static Command Root() =>
        RemediatorCommand.Create(new CliHost(TextWriter.Null, TextWriter.Null, AnsiConsole.Console, _ => null, "/", TimeProvider.System));
}
