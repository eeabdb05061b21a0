using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Runs the tests that the playbooks carry.</summary>
public static class TestCommand
{
    public static Command Create(CliHost host)
    {
        var folder = TaughtCommand.Argument("playbooks", "Folder of playbooks, or one file. Default: ./playbooks, or the shipped ones.", ArgumentArity.ZeroOrOne);
        var command = new TaughtCommand("test", "Run the tests that the playbooks carry: each finding against the whole set.", "remediator test", "remediator test my-playbooks/") { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder), host));
        return command;
    }

    private static int Run(string? folder, CliHost host)
    {
        var results = new PlaybookTestRunner(PlaybookFolder.Judge(folder, host)).Run();
        foreach (var result in results)
        {
            host.Out.WriteLine(Shown.Text(result.Passed
                ? $"passed  {result.Playbook}: {result.Finding}"
                : $"FAILED  {result.Playbook}: {result.Finding}: {result.Problem} ({result.File}:{result.Line})"));
        }

        var failed = results.Count(r => !r.Passed);
        host.Out.WriteLine($"{results.Length - failed} passed, {failed} failed");
        return failed == 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
