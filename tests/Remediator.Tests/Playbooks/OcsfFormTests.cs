using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Remediator.Tests.FindingSources;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Playbooks;

/// <summary>A GuardDuty finding that Security Hub tells as OCSF is answered as GuardDuty's own event is.</summary>
public sealed class OcsfFormTests
{
    private const string Outside = "\"location\":{\"country\":\"Netherlands\"},\"autonomous_system\":{\"name\":\"Example Hosting B.V.\"}";

    private static readonly PlaybookMatcher Matcher = new(Shipped.Playbooks);

    [Theory]
    [InlineData("Impact:EC2/PortSweep", "OUTBOUND", 2, 51022, "isolate-instance")]
    [InlineData("UnauthorizedAccess:EC2/SSHBruteForce", "INBOUND", 1, 22, "close-exposed-port")]
    [InlineData("Backdoor:EC2/C&CActivity.B", "INBOUND", 1, 443, "block-remote-ip")]
    public void A_connection_is_answered_alike(string type, string direction, int directionId, int local, string step)
    {
        var native = Native("guardduty/ssh-bruteforce-target.json", type, d =>
        {
            var connection = d["service"]!["action"]!["networkConnectionAction"]!;
            connection["connectionDirection"] = direction;
            connection["localPortDetails"]!["port"] = local;
        });
        var us = $$"""{"ip":"10.0.1.20","port":{{local}}}""";
        var them = $"{{\"ip\":\"203.0.113.7\",\"port\":51022,{Outside}}}";
        var (from, to) = direction == "INBOUND" ? (them, us) : (us, them);
        var ocsf = Ocsf(type, $$$"""{"connection_info":{"direction_id":{{{directionId}}}},"src_endpoint":{{{from}}},"dst_endpoint":{{{to}}},"data":{"resource_role":"TARGET"}}""");

        AssertAlike(native, ocsf);
        Assert.Contains(step, Steps(ocsf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src_endpoint", "dst_endpoint")]
    [InlineData("dst_endpoint", "src_endpoint")]
    public void The_address_outside_is_the_remote_one_wherever_it_stands(string remote, string own) =>
        Assert.Equal(
            "203.0.113.7",
            Ocsf("Impact:EC2/PortSweep", $"{{\"connection_info\":{{\"direction_id\":2}},\"{remote}\":{{\"ip\":\"203.0.113.7\",{Outside}}},\"{own}\":{{\"ip\":\"10.0.1.20\"}}}}").Actor!.RemoteIp);

    [Fact]
    public void A_repository_that_malware_came_from_is_closed_alike()
    {
        var native = Sample.Read("guardduty/ecs-malicious-file.json").Resources.Single(r => r.Kind == ResourceKinds.EcrRepository);
        var ocsf = Sample.Read("securityhub/c2-activity-v2.json", d =>
        {
            d["findings"]![0]!["finding_info"]!["types"] = new JsonArray("Threats", "Execution:ECS/MaliciousFile");
            d["findings"]![0]!["resources"] = JsonNode.Parse("""
                [{"type":"AWS::Container::Container","uid":"0a1b","device":{"container":{"image":{"name":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:0a0a"}}}}]
                """);
        });

        Assert.Equal((native.Kind, native.Id), (ocsf.Resources[^1].Kind, ocsf.Resources[^1].Id));
    }

    [Fact]
    public void Probes_are_answered_alike_with_every_address_and_port()
    {
        const string Probe = "Recon:EC2/PortProbeUnprotectedPort";
        var native = Native("guardduty/port-probe.json", Probe, d => d["service"]!["action"]!["portProbeAction"]!["portProbeDetails"] = JsonNode.Parse("""
            [{"localPortDetails":{"port":9200},"remoteIpDetails":{"ipAddressV4":"198.51.100.7"}},
             {"localPortDetails":{"port":22},"remoteIpDetails":{"ipAddressV4":"198.51.100.8"}}]
            """));
        var ocsf = Ocsf(
            Probe,
            """{"src_endpoint":{"ip":"198.51.100.7"},"dst_endpoint":{"port":9200},"data":{"resource_role":"TARGET"}}""",
            """{"src_endpoint":{"ip":"198.51.100.8"},"dst_endpoint":{"port":22}}""");

        AssertAlike(native, ocsf);
        Assert.Equal("9200 22", string.Join(' ', ocsf.Actor!.Ports));
    }

    [Fact]
    public void A_look_up_has_no_direction_in_either()
    {
        var ocsf = Ocsf("Trojan:EC2/DGADomainRequest.B", """{"connection_info":{"direction_id":2},"query":{"hostname":"evil.example"},"data":{"resource_role":"TARGET"}}""");

        Assert.Equal(ConnectionDirection.Unspecified, ocsf.Direction);
        Assert.Equal("evil.example", ocsf.Actor!.Domain);
    }

    [Fact]
    public void Evidence_that_contradicts_itself_says_no_direction() =>
        Assert.Equal(
            ConnectionDirection.Unspecified,
            Ocsf("Impact:EC2/PortSweep", """{"connection_info":{"direction_id":2}}""", """{"connection_info":{"direction_id":1}}""").Direction);

    private static void AssertAlike(Finding native, Finding ocsf)
    {
        Assert.Equal(Steps(native), Steps(ocsf));
        Assert.Equal((native.Role, native.Direction), (ocsf.Role, ocsf.Direction));
        Assert.Equal(native.Actor!.RemoteIp, ocsf.Actor!.RemoteIp);
        Assert.Equal(native.Actor.OtherIps.AsEnumerable(), ocsf.Actor.OtherIps);
        Assert.Equal(native.Actor.Ports.AsEnumerable(), ocsf.Actor.Ports);
        Assert.Equal(native.Resources.Select(r => (r.Kind, r.Id)), ocsf.Resources.Select(r => (r.Kind, r.Id)));
    }

    private static string Steps(Finding finding) =>
        string.Join(' ', Matcher.Match(finding).Answers.SelectMany(h => h.Playbook.Steps.IsEmpty ? [h.Playbook.Id] : h.Playbook.Steps.Select(s => s.Remediation)));

    private static Finding Native(string sample, string type, Action<JsonNode> change) => Sample.Read(sample, d =>
    {
        d["type"] = type;
        d["severity"] = 8;
        change(d);
    });

    private static Finding Ocsf(string type, params string[] evidences) => Sample.Read("securityhub/c2-activity-v2.json", d =>
    {
        var finding = d["findings"]![0]!;
        finding["finding_info"]!["types"] = new JsonArray("Threats", type);
        finding["resources"]![0]!.AsObject().Remove("role_id");
        finding["evidences"] = new JsonArray([.. evidences.Select(e => JsonNode.Parse(e))]);
    });
}
