using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Checks playbooks without running anything.</summary>
public static class ValidateCommand
{
    public static Command Create(CliHost host)
    {
        var folder = TaughtCommand.Argument("playbooks", "Folder of playbooks. Default: ./playbooks, or the shipped ones.", ArgumentArity.ZeroOrOne);
        var command = new TaughtCommand("validate", "Check playbooks: every fault with its file, line, column and what to do.", "remediator validate", "remediator validate my-playbooks/") { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder), host));
        return command;
    }

    private static int Run(string? folder, CliHost host)
    {
        switch (new PlaybookLoader().LoadFolder(PlaybookFolder.Locate(folder, host)))
        {
            case PlaybookLoadResult.Faulty faulty:
                foreach (var fault in faulty.Faults)
                {
                    host.Error.WriteLine(Shown.Text(fault.ToString()));
                }

                host.Error.WriteLine($"{faulty.Faults.Length} fault(s)");
                return ExitCode.Failed;
            case PlaybookLoadResult.Loaded loaded:
                foreach (var file in loaded.Files)
                {
                    host.Out.WriteLine($"{file.Playbook.Id}: valid ({file.Playbook.Mode.ToString().ToLowerInvariant()}, {string.Join(", ", file.Playbook.Steps.Select(s => s.Remediation))})");
                }

                return ExitCode.Success;
            case var other:
                throw new InvalidOperationException($"unknown load result {other.GetType().Name}");
        }
    }
}
