using System.Text.RegularExpressions;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Execution;

public sealed class PermissionPolicyTests
{
    private static readonly Dictionary<string, string> Names = new() { ["partition"] = "aws", ["account"] = "111122223333", ["region"] = "eu-west-1" };

    [Fact]
    public void Joins_actions_on_the_same_resource_and_resources_of_the_same_actions() =>
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GetRole","iam:PutRolePolicy"],"Resource":["arn:aws:iam::111122223333:role/*","arn:aws:iam::111122223333:user/*"]}]}""",
            PermissionPolicy.Document(
                [
                    new Permission("iam:PutRolePolicy", "arn:{partition}:iam::{account}:role/{roleName}"),
                    new Permission("iam:GetRole", "arn:{partition}:iam::{account}:role/{roleName}"),
                    new Permission("iam:PutRolePolicy", "arn:{partition}:iam::{account}:user/{userName}"),
                    new Permission("iam:GetRole", "arn:{partition}:iam::{account}:user/{userName}"),
                ],
                Names));

    [Fact]
    public void Fills_the_names_that_are_known_and_leaves_a_star_for_the_others() =>
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:StopInstances","Resource":"arn:aws:ec2:eu-west-1:111122223333:instance/*"}]}""",
            PermissionPolicy.Document([new Permission("ec2:StopInstances", "arn:{partition}:ec2:{region}:{account}:instance/{instanceId}")], Names));

    [Fact]
    public void Keeps_a_condition_with_its_statement() =>
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{"StringEquals":{"ec2:CreateAction":"CreateSecurityGroup"}}}]}""",
            PermissionPolicy.Document([new Permission("ec2:CreateTags", "*", """{"StringEquals":{"ec2:CreateAction":"CreateSecurityGroup"}}""")], Names));

    [Fact]
    public void A_session_holds_nothing_of_steps_that_never_act_on_the_kind_of_its_resource()
    {
        var policy = PermissionPolicy.ForSession([RemediationCatalogue.Get("snapshot-volumes"), RemediationCatalogue.Get("block-public-bucket")], Some.Finding(), Some.Instance());

        Assert.Contains("ec2:CreateSnapshots", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("s3:", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_for_an_instance_reaches_interfaces_of_its_own_vpc_only()
    {
        var instance = StepTrial.Resource(ResourceKinds.Instance, Some.InstanceId, (ResourceDetails.VpcId, "vpc-0a1b2c3d"));

        var alone = PermissionPolicy.ForSession([RemediationCatalogue.Get("isolate-instance")], Some.Finding(instance), instance);
        var usual = PermissionPolicy.ForSession(Usual, Some.Finding(instance), instance);

        Assert.All([alone, usual], p => Assert.Contains($$$"""{"ArnLike":{"ec2:Vpc":"arn:aws:ec2:{{{Some.Region}}}:*:vpc/vpc-0a1b2c3d"}}""", p, StringComparison.Ordinal));
    }

    [Fact]
    public void The_role_may_change_interfaces_of_any_vpc() =>
        Assert.Contains("""{"ArnLike":{"ec2:Vpc":"arn:aws:ec2:*:*:vpc/*"}}""", PermissionPolicy.ForRole(Usual, "aws", Some.Account), StringComparison.Ordinal);

    [Theory]
    [InlineData("deny-pull", ResourceKinds.EcrRepository, "team/shop", ":repository/team/shop\"")]
    [InlineData("rotate-secret", ResourceKinds.Secret, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf", ":secret:prod/db-AbCdEf\"")]
    [InlineData("rotate-secret", ResourceKinds.Secret, "prod/db", ":secret:prod/db-??????\"")]
    [InlineData("rotate-secret", ResourceKinds.Secret, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db", ":secret:db-??????\"")]
    public void A_session_reaches_the_one_repository_or_secret_of_its_finding(string remediation, string kind, string id, string expected)
    {
        var resource = StepTrial.Resource(kind, id);

        var policy = PermissionPolicy.ForSession([RemediationCatalogue.Get(remediation)], Some.Finding(resource), resource);

        Assert.Contains(expected, policy, StringComparison.Ordinal);
        Assert.DoesNotContain(":repository/*", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(":secret:*", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_is_passed_to_the_instance_of_the_finding_alone()
    {
        var remediation = RemediationCatalogue.Get("replace-instance-profile");
        var session = PermissionPolicy.ForSession([remediation], Some.Finding(), Some.Instance());

        Assert.Contains($"\"iam:AssociatedResourceArn\":\"arn:aws:ec2:{Some.Region}:{Some.Account}:instance/{Some.InstanceId}\"", session, StringComparison.Ordinal);
        Assert.Contains($"\"iam:AssociatedResourceArn\":\"arn:aws:ec2:*:{Some.Account}:instance/*\"", PermissionPolicy.ForRole([remediation], "aws", Some.Account), StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_fills_a_name_in_a_template_only_where_the_attribute_says_the_same_of_its_targets()
    {
        var named = RemediationCatalogue.All
            .SelectMany(r => PermissionPolicy.Of([r]).SelectMany(p => Regex.Matches(p.Resource + p.Condition, "{([a-zA-Z]+)}")).Select(m => m.Groups[1].Value).Intersect(r.OptionsInfo.Properties.Select(p => p.Name)).Where(n => n != "region"))
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["ipSet", "ruleGroup"], named);
        Assert.Equal(["ipSet", "ruleGroup"], new ResourceAttribute[] { new IpSetEntry(), new FirewallDropRule() }.Select(a => a.NameOf(new Target("kind", "mine/203.0.113.77"))!.Value).Where(n => n.Value == "mine").Select(n => n.Key));
    }

    private static Remediation[] Usual => [.. new[] { "isolate-instance", "cut-role-sessions", "snapshot-volumes" }.Select(RemediationCatalogue.Get)];
}
