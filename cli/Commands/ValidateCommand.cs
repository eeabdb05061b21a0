using System.CommandLine;

namespace Remediator.Cli.Commands;

/// <summary>Checks playbooks without running anything.</summary>
public static class ValidateCommand
{
    public static Command Create(CliHost host)
    {
        var folder = TaughtCommand.Argument("playbooks", "Folder of playbooks, or one file. Default: ./playbooks, or the shipped ones.", ArgumentArity.ZeroOrOne);
        var command = new TaughtCommand("validate", "Check playbooks: every fault with its file, line, column and what to do.", "remediator validate", "remediator validate my-playbooks/", "remediator validate my-playbooks/shop.yaml") { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder), host));
        return command;
    }

    private static int Run(string? folder, CliHost host)
    {
        foreach (var file in PlaybookFolder.Judge(folder, host))
        {
            host.Out.WriteLine($"{file.Playbook.Id}: valid ({file.Playbook.Mode.ToString().ToLowerInvariant()}, {string.Join(", ", file.Playbook.Steps.Select(s => s.Remediation))})");
        }

        return ExitCode.Success;
    }
}
