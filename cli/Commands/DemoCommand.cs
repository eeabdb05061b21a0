using System.CommandLine;
using Remediator.Cli.Demo;
using Remediator.Cli.Sandbox;

namespace Remediator.Cli.Commands;

/// <summary>Shows the whole path on an embedded account.</summary>
public static class DemoCommand
{
    public static Command Create(CliHost host)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per event, one line each." };
        var playbooks = PlaybookFolder.Option();
        var command = new TaughtCommand(
            "demo",
            "Start an embedded AWS account, send it three findings, and watch each being contained, verified, reported and put back. Needs nothing and touches nothing outside this process.",
            "remediator demo",
            "remediator demo --json | jq .succeeded")
        {
            playbooks, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var folder = PlaybookFolder.Locate(parsed.GetValue(playbooks), host);
            var loaded = PlaybookFolder.Load(parsed.GetValue(playbooks), host).Select(p => p.Playbook).ToList();
            await using var sandbox = await SandboxServer.StartAsync(DemoAccount.Options(host.Clock));
            DemoAccount.Seed(sandbox.Account, loaded);
            var scenario = new DemoScenario(sandbox, [.. loaded], host.Clock);
            var succeeded = true;
            foreach (var file in DemoAccount.Events)
            {
                var path = Path.Combine(folder, file);
                if (!File.Exists(path))
                {
                    throw new CliException($"The demo's event {path} is missing; run it in the repository, or without --playbooks.");
                }

                var story = await scenario.RunAsync(file, await File.ReadAllBytesAsync(path, cancel), cancel);
                succeeded &= story.Succeeded;
                if (parsed.GetValue(json))
                {
                    await host.Out.WriteLineAsync(DemoJson.Write(story));
                }
                else
                {
                    DemoText.Write(host.Console, story);
                }
            }

            return succeeded ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
