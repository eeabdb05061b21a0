using System.CommandLine;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Prints the JSON Schema of playbooks, for editors.</summary>
public static class SchemaCommand
{
    public static Command Create(CliHost host)
    {
        var command = new TaughtCommand("schema", "Print the JSON Schema of playbooks, for editors.", "remediator schema > playbooks/playbook.schema.json");
        command.SetAction(_ =>
        {
            host.Out.Write(PlaybookSchema.Write());
            return ExitCode.Success;
        });
        return command;
    }
}
