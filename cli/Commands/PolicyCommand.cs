using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Remediations;

namespace Remediator.Cli.Commands;

/// <summary>Prints the permissions that the playbooks need.</summary>
public static class PolicyCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(CliHost host)
    {
        var playbooks = PlaybookFolder.Option();
        var account = new Option<string>("--account") { Description = "Account id to name in the ARNs.", DefaultValueFactory = _ => "*" };
        var partition = new Option<string>("--partition") { Description = "aws, aws-cn or aws-us-gov.", DefaultValueFactory = _ => "aws" };
        var command = new TaughtCommand(
            "policy", "Print the IAM policy of the action role: what these playbooks need, and nothing else.",
            "remediator policy",
            "remediator policy --playbooks playbooks --account 111122223333 > action-role.json")
        { playbooks, account, partition };
        command.SetAction(parsed =>
        {
            var remediations = PlaybookFolder.Load(parsed.GetValue(playbooks), host)
                .SelectMany(p => p.Playbook.AllSteps).Select(s => RemediationCatalogue.Get(s.Remediation)).Distinct();
            var policy = PermissionPolicy.ForRole(remediations, parsed.GetValue(partition)!, parsed.GetValue(account)!);
            host.Out.WriteLine(JsonNode.Parse(policy)!.ToJsonString(Indented));
            return ExitCode.Success;
        });
        return command;
    }
}
