using System.CommandLine;
using Remediator.Cli.Containments;
using Remediator.Cli.Controls;
using Remediator.Cli.Incidents;
using Remediator.Cli.Output;
using Remediator.Cli.Responses;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Cli.Commands;

/// <summary>Runs steps on a resource that no finding is about.</summary>
public static class ContainCommand
{
    public static Command Create(CliHost host)
    {
        var name = TaughtCommand.Argument("resource", "Its ARN, or KIND:ID such as user:backdoor, bucket:exports or AWS::EC2::Instance:i-0123456789abcdef0.", ArgumentArity.ExactlyOne);
        var step = new Option<string[]>("--step", "-s") { Description = "A step as playbooks have it, with its options if any: deny-user, or 'isolate-instance: { flows: cut }'. May be given several times. All steps: remediator steps.", HelpName = "STEP", Required = true };
        var why = new Option<string?>("--why") { Description = "The reason: title of the messages, and for the audit.", HelpName = "TEXT" };
        var incident = new Option<string?>("--incident") { Description = "What it follows upon: an incident as messages have it (in-0123456789), an execution or a finding. It is told in that thread, and shown and released with it.", HelpName = "ID" };
        var account = new Option<string?>("--account") { Description = "Account of the resource where its ARN does not say. Default: that of the credentials.", HelpName = "ID" };
        var options = new ResponseOptions(host, "Ask people about the plan; what they approve is applied by 'remediator approve', or by the deployed functions where their role may.");
        var command = new TaughtCommand(
            "contain",
            "Do one step of a playbook, or several, to one resource, as if a finding had asked for it: observe, plan, and with --enforce apply and verify, recorded, told and undone like any response. "
            + "Run it again at any time: what is done is not done twice, what was cut off is finished.",
            "remediator contain arn:aws:iam::111122223333:user/backdoor --step deny-user",
            "remediator contain arn:aws:iam::111122223333:user/backdoor --step deny-user --why 'left by bob' --incident in-0123456789 --enforce --ledger dynamodb:remediator",
            "remediator contain arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0 --step 'isolate-instance: { flows: cut }' --step snapshot-volumes --enforce")
        {
            step, why, incident, account,
        };
        command.Arguments.Add(name);
        options.AddTo(command);
        options.Run(command, async (parsed, cancel) =>
        {
            var request = options.Read(parsed);
            var steps = StepTexts.Read(parsed.GetValue(step)!);
            var named = ContainedResource.Read(parsed.GetValue(name)!, steps, ControlOptions.AccountOf(parsed.GetValue(account)));
            var aws = options.Connect(parsed);
            var caller = await aws.CallerAsync(cancel);
            var run = await ResponseRun.OpenAsync(host, request, aws, caller, cancel);
            var follows = parsed.GetValue(incident) is { Length: > 0 } id ? await FindingAsync(id, run.Store, cancel) : null;
            var region = named.Region ?? aws.Region;
            var (finding, playbook) = ManualFinding.Of(
                named.Resource, named.Account ?? caller.Account, region, named.Partition ?? Partitions.Of(region), steps, named.Session, follows, caller.Arn, parsed.GetValue(why), host.Clock.GetUtcNow());
            finding = await ResponseRun.InReachAsync(finding, caller.Account, aws, host);
            finding = finding with { Resources = [await named.WithPrincipalAsync(finding, aws.Broker(caller.Account), cancel)] };
            return await run.AnswerAsync([finding], [playbook], cancel);
        });
        return command;
    }

    /// <summary>The finding that an incident, or an execution, is of.</summary>
    private static async Task<string> FindingAsync(string id, IExecutionLedger ledger, CancellationToken cancel) =>
        await NamedIncident.FindingAsync(ledger, id, cancel)
        ?? (await ledger.FindAsync(id, cancel))?.Key.FindingId
        ?? ((await ledger.ListOfFindingAsync(id, cancel)).Count > 0 ? id : throw new CliException($"--incident: there is neither an incident nor an execution nor a finding {Shown.Text(id)} in this ledger. List executions with: remediator executions"));
}
