using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Overrides a playbook's mode.</summary>
public static class ModeCommand
{
    public static Command Create(CliHost host)
    {
        var options = new ControlOptions(host);
        var playbook = TaughtCommand.Argument("playbook", "The playbook's id.", ArgumentArity.ExactlyOne);
        var mode = TaughtCommand.Argument("mode", "observe, approve or enforce; default takes the override away.", ArgumentArity.ExactlyOne);
        mode.AcceptOnlyFromAmong("observe", "approve", "enforce", "default");
        var command = new TaughtCommand(
            "mode",
            "Sets another mode for a playbook than its file says, to either side, from the next event on. A pause, a protection or an exemption still holds.",
            "remediator mode ec2-compromised enforce --why 'two weeks of observing went well' --ledger dynamodb:remediator",
            "remediator mode ec2-compromised approve --for 8h --why 'new network, let us look first'",
            "remediator mode ec2-compromised default --why 'back to what is deployed'")
        { playbook, mode, options.For, options.Until };
        command.Options.Add(options.Playbooks);
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            var id = parsed.GetValue(playbook)!;
            if (!Enum.TryParse<PlaybookMode>(parsed.GetValue(mode), ignoreCase: true, out var wanted))
            {
                // Also for a playbook that is gone: an override of it may still be there.
                return await ControlChange.RemoveAsync(host, options, parsed, new ModeOverride(id, default) { By = "", Why = "", At = default }.Id, cancel);
            }

            var set = new ModeOverride(options.Known(parsed, id), wanted)
            {
                By = await options.WhoAsync(parsed, cancel),
                Why = options.Reason(parsed),
                At = now,
                Until = options.EndOf(parsed, now),
            };
            return await ControlChange.PutAsync(host, options, parsed, set, cancel);
        });
        return command;
    }
}
