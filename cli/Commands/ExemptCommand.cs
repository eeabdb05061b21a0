using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;

namespace Remediator.Cli.Commands;

/// <summary>Exemptions.</summary>
public static class ExemptCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "exempt",
        "Exemptions: what meets all criteria of one is left alone until it ends. Each has an owner.",
        "remediator exempt add --resource i-0a1b2c3d4e5f60718 --owner team-red --for 7d --why 'penetration test'",
        "remediator exempt list")
    {
        Add(host),
        ControlChange.ListAndRemove<Exemption>(host, "exempt").First(),
        ControlChange.ListAndRemove<Exemption>(host, "exempt").Last(),
    };

    private static Command Add(CliHost host)
    {
        var options = new ControlOptions(host);
        var resource = new Option<string?>("--resource") { Description = "Id, name or ARN of a resource; * for any run of characters.", HelpName = "PATTERN" };
        var tag = new Option<string?>("--tag") { Description = "A tag that the resource carries; KEY=* for any value.", HelpName = "KEY=VALUE" };
        var ou = new Option<string?>("--ou") { Description = "Id of an organizational unit (ou-...), with all below it, or of the root (r-...).", HelpName = "ID" };
        var type = new Option<string?>("--type") { Description = "Finding type; * for any run of characters.", HelpName = "PATTERN" };
        var owner = new Option<string>("--owner") { Description = "Who answers for it.", HelpName = "WHO", Required = true };
        var command = new TaughtCommand(
            "add",
            "Exempts what meets every criterion that is given. It must end: --for or --until.",
            "remediator exempt add --resource i-0a1b2c3d4e5f60718 --owner team-red --for 7d --why 'penetration test'",
            "remediator exempt add --ou ou-ab12-34cdefgh --type 'Policy:S3/*' --owner platform --until 2026-12-31 --why 'sandbox accounts'")
        { resource, tag, ou, type, owner, options.For, options.Until };
        options.AddScope(command);
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            var unit = parsed.GetValue(ou);
            if (unit is not null && !unit.StartsWith("ou-", StringComparison.Ordinal) && !unit.StartsWith("r-", StringComparison.Ordinal))
            {
                throw new CliException($"--ou: '{unit}' is not the id of an organizational unit (ou-...) or of the root (r-...).");
            }

            var exemption = new Exemption(parsed.GetValue(owner)!)
            {
                Resource = parsed.GetValue(resource),
                Tag = parsed.GetValue(tag),
                Ou = unit,
                Type = parsed.GetValue(type),
                Account = options.AccountOf(parsed),
                Playbook = options.PlaybookOf(parsed),
                By = await options.WhoAsync(parsed, cancel),
                Why = options.Reason(parsed),
                At = now,
                Until = options.EndOf(parsed, now),
            };
            return await ControlChange.PutAsync(host, options, parsed, exemption, cancel);
        });
        return command;
    }
}
