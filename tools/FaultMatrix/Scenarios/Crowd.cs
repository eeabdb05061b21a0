using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Scenarios.AutoScaling;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Scenarios.S3;
using Remediator.FaultMatrix.Scenarios.Tagging;
using Remediator.FaultMatrix.Simulation;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Scenarios;

/// <summary>Findings about one instance, one user and one bucket: several playbooks for each, and several findings for a playbook.</summary>
internal sealed class Crowd
{
    private const int Most = 6;

    private static readonly RemediationScenario[] Choices =
    [
        new IsolateInstanceScenario(), new StopInstanceScenario(), new CutRoleSessionsScenario(), new RequireImdsv2Scenario(), new ReplaceInstanceProfileScenario(),
        new CloseExposedPortScenario(), new BlockRemoteIpScenario(), new SuspendAutoScalingScenario(), new TagResourceScenario(), new SnapshotVolumesScenario(),
        new DenyUserScenario(), new DisableAccessKeysScenario(), new DisableUserCredentialsScenario(), new RestrictActionsScenario(),
        new BlockPublicBucketScenario(),
    ];

    private Crowd(IReadOnlyList<Member> members) => Members = members;

    public IReadOnlyList<Member> Members { get; }

    public IReadOnlyList<Playbook> Playbooks => [.. Members.DistinctBy(m => m.Scenario.Name).Select(m => m.Playbook)];

    /// <param name="most">No more findings than that.</param>
    public static Crowd Of(Chance chance, int most) =>
        new([.. Enumerable.Range(1, Math.Min(most, 1 + chance.Below(Most))).Select(number => new Member(chance.Of(Choices), number))]);

    /// <summary>An account on which all of them can do all that they can do.</summary>
    public static void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.Region(RemediationScenario.Region).Instances[Instances.Id].HttpTokens = "optional";
        Instances.Surround(account);
        Instances.OpenSsh(account);
        new DisableUserCredentialsScenario().Seed(account);
        account.Users["alice"].AccessKeys["AKIAI44QH8DHBEXAMPLE"] = new();
        new BlockPublicBucketScenario().Seed(account);
    }

    /// <summary>A finding of its own, of a type that one playbook answers.</summary>
    internal sealed record Member(RemediationScenario Scenario, int Number)
    {
        public Playbook Playbook => Scenario.Playbook with { On = [Scenario.Playbook.On[0] with { Types = [TypeOf(JsonNode.Parse(Scenario.Document())!["detail"]!)] }] };

        public string Document(int version = 0)
        {
            var document = JsonNode.Parse(Scenario.Document(version))!;
            var detail = document["detail"]!;
            var (before, id) = (detail["id"]!.GetValue<string>(), Number.ToString("x32", CultureInfo.InvariantCulture));
            detail["type"] = TypeOf(detail);
            detail["id"] = id;
            detail["arn"] = detail["arn"]!.GetValue<string>().Replace(before, id, StringComparison.Ordinal);
            return document.ToJsonString();
        }

        private string TypeOf(JsonNode detail) => $"{detail["type"]!.GetValue<string>().Split('/')[0]}/{Scenario.Remediation.Name}";
    }
}
