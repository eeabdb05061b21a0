using Remediator.Cli.Sandbox;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations;

/// <summary>Every step that needs the instance itself says in the same words that there is none.</summary>
public sealed class MissingInstanceTests
{
    /// <summary>These act on what the finding says, on the group that the instance was in, or on what CloudTrail has of it.</summary>
    private static readonly string[] NeedNone =
        ["block-domain", "block-remote-ip", "block-remote-ip-at-firewall", "block-remote-ip-at-rule-group", "block-remote-ip-at-waf", "collect-evidence", "suspend-auto-scaling"];

    public static TheoryData<string> Steps => [.. RemediationCatalogue.All.Where(r => r.Kinds.Contains(ResourceKinds.Instance)).Select(r => r.Name).Except(NeedNone)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Says_that_there_is_no_such_instance(string step)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region });
        var options = step == "close-exposed-port" ? """{"ports":[22]}""" : null;

        var reason = await StepTrial.On(sandbox, RemediationCatalogue.Get(step), StepTrial.Resource(ResourceKinds.Instance, Some.InstanceId), options).NotApplicableAsync();

        Assert.Equal($"there is no instance {Some.InstanceId} in {Some.Region} of account {Some.Account}", reason);
    }
}
