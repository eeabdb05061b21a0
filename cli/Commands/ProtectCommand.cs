using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;

namespace Remediator.Cli.Commands;

/// <summary>Protected resources.</summary>
public static class ProtectCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "protect",
        "Protected resources: no playbook touches them, whatever its mode and whoever asks. Built in: the engine's own resources, and the tags remediator=protected and break-glass.",
        "remediator protect add --role 'break-glass-*' --why 'the way back in'",
        "remediator protect list")
    {
        Add(host),
        ControlChange.ListAndRemove<ProtectedResource>(host, "protect").First(),
        ControlChange.ListAndRemove<ProtectedResource>(host, "protect").Last(),
    };

    private static Command Add(CliHost host)
    {
        var options = new ControlOptions(host);
        var resource = new Option<string?>("--resource") { Description = "Id, name or ARN of a resource; * for any run of characters.", HelpName = "PATTERN" };
        var role = new Option<string?>("--role") { Description = "Name of a role; * for any run of characters.", HelpName = "PATTERN" };
        var tag = new Option<string?>("--tag") { Description = "A tag that the resource carries; KEY=* for any value.", HelpName = "KEY=VALUE" };
        var command = new TaughtCommand(
            "add",
            "Protects what one criterion names: also when it is not the finding's resource, but a plan would touch it.",
            "remediator protect add --role 'break-glass-*' --why 'the way back in' --ledger dynamodb:remediator",
            "remediator protect add --tag tier=payments --why 'by hand only'")
        { resource, role, tag, options.For, options.Until };
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            var protection = new ProtectedResource
            {
                Resource = parsed.GetValue(resource),
                Role = parsed.GetValue(role),
                Tag = parsed.GetValue(tag),
                By = await options.WhoAsync(parsed, cancel),
                Why = options.Reason(parsed),
                At = now,
                Until = options.EndOf(parsed, now),
            };
            return await ControlChange.PutAsync(host, options, parsed, protection, cancel);
        });
        return command;
    }
}
