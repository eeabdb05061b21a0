using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;

namespace Remediator.Tests.Controls;

/// <summary>Protections and exemptions by ARN also hold where a finding, or a plan, knows only the name.</summary>
public sealed class ArnPatternTests
{
    private const string Id = Some.Account;

    [Theory]
    [InlineData($"arn:aws:iam::{Id}:role/ops/break-glass", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:iam::{Id}:role/ops/break-*", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:iam::{Id}:role/ops/*", ResourceKinds.Role, "break-glass")]
    [InlineData("arn:aws:iam::*:role/*", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:iam::{Id}:*", ResourceKinds.Role, "break-glass")]
    [InlineData("arn:*:role/ops/break-glass", ResourceKinds.Role, "break-glass")]
    [InlineData("*:role/ops/break-glass", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:sts::{Id}:assumed-role/break-glass/alice", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:iam::{Id}:user/staff/alice", ResourceKinds.AccessKey, "alice/AKIAIOSFODNN7EXAMPLE")]
    [InlineData($"arn:aws:ec2:eu-west-1:{Id}:snapshot/snap-0a1b2c3d4e5f60718", ResourceKinds.Snapshot, "snap-0a1b2c3d4e5f60718")]
    [InlineData("arn:aws:ec2:eu-west-1::snapshot/snap-0a1b2c3d4e5f60718", ResourceKinds.Snapshot, "snap-0a1b2c3d4e5f60718")]
    [InlineData($"arn:aws:ec2:*:{Id}:network-acl/acl-0a1b2c3d", ResourceKinds.NetworkAcl, "acl-0a1b2c3d")]
    [InlineData($"arn:aws:ec2:eu-west-1:{Id}:elastic-ip/eipalloc-0a1b", "AWS::EC2::EIP", "eipalloc-0a1b")]
    [InlineData($"arn:aws:lambda:eu-west-1:{Id}:function:orders:live", ResourceKinds.Function, "orders")]
    [InlineData($"arn:aws:logs:eu-west-1:{Id}:log-group:/aws/lambda/orders:*", ResourceKinds.LogGroup, "/aws/lambda/orders")]
    [InlineData($"arn:aws:rds:eu-west-1:{Id}:cluster-snapshot:rds:orders-2026", ResourceKinds.DbClusterSnapshot, "rds:orders-2026")]
    [InlineData($"arn:aws:autoscaling:eu-west-1:{Id}:autoScalingGroup:4b1c:autoScalingGroupName/web", ResourceKinds.AutoScalingGroup, "web")]
    [InlineData("arn:aws:s3:::assets/*", ResourceKinds.Bucket, "assets")]
    [InlineData($"arn:aws:sns:eu-west-1:{Id}:news", ResourceKinds.Topic, "news")]
    [InlineData($"arn:aws:cognito-idp:eu-west-1:{Id}:userpool/eu-west-1_Abc", ResourceKinds.UserPool, "eu-west-1_Abc")]
    public void An_ARN_covers_what_is_known_by_its_name(string pattern, string kind, string name)
    {
        Assert.True(Protects(pattern, About(new ResourceRef(kind, kind == ResourceKinds.AccessKey ? "alice" : name))), "as the finding's resource");
        Assert.True(Protects(pattern, About(Some.Instance()) with { Changes = [Some.Change() with { Target = new Target(kind, name) }] }), "as what a plan changes");
        Assert.True(Exempts(pattern, About(Some.Instance()) with { Changes = [Some.Change() with { Target = new Target(kind, name) }] }), "as an exemption");
    }

    [Theory]
    [InlineData("arn:aws:iam::444455556666:role/ops/break-glass", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:iam::{Id}:user/break-glass", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:iam::{Id}:role/break-glass", ResourceKinds.Role, "break-glass-2")]
    [InlineData($"arn:aws:ec2:eu-west-1:{Id}:instance/*", ResourceKinds.SecurityGroup, "sg-0a1b")]
    [InlineData($"arn:aws:ec2:eu-west-1:{Id}:snapshot/break-glass", ResourceKinds.Role, "break-glass")]
    [InlineData($"arn:aws:lambda:eu-west-1:{Id}:function:orders:*", ResourceKinds.Function, "billing")]
    [InlineData($"arn:aws:logs:eu-west-1:{Id}:log-group:/aws/lambda/orders:*", ResourceKinds.LogGroup, "/aws/lambda/billing")]
    [InlineData("arn:aws:s3:::assets/*", ResourceKinds.Bucket, "billing")]
    public void It_covers_nothing_of_another_name_kind_or_account(string pattern, string kind, string name) =>
        Assert.False(Protects(pattern, About(new ResourceRef(kind, name))));

    [Fact]
    public void A_role_with_a_path_is_protected_though_GuardDuty_names_neither_path_nor_ARN()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Samples, "guardduty", "role-credential-exfiltration.json"));
        var finding = ((SourceResult.Parsed)FindingReader.Read(text)).Findings[0];
        var role = finding.Resources.First(r => r.Kind == ResourceKinds.Role);

        Assert.True(Protects($"arn:aws:iam::{finding.Account}:role/ops/{role.Id}", new ControlSubject(finding, Some.Playbook("x"), [role], TagReading.None, [], [], OrganizationReading.NotRead)));
    }

    [Theory]
    [InlineData("arn:aws:iam::1234:role/x", "'1234' is not an account's id")]
    [InlineData("arn:aws:iam::111122223333:role/", "it ends before the name")]
    [InlineData("arn:aws:iam::role/x", "an ARN has six parts")]
    [InlineData("ARN:aws:iam::111122223333:role/x", "an ARN begins with 'arn:'")]
    [InlineData("arn:aws:iam::111122223333:role/ops/*", "findings do not tell the path")]
    public void What_can_never_match_or_not_as_meant_is_refused_with_the_reason(string pattern, string reason)
    {
        Assert.Contains(reason, new ProtectedResource { Resource = pattern, By = "a", Why = "b", At = Some.Time }.Fault(), StringComparison.Ordinal);
        Assert.Contains(reason, new Exemption("x") { Resource = pattern, By = "a", Why = "b", At = Some.Time, Until = Some.Time.AddDays(1) }.Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/break-glass")]
    [InlineData("ops/break-glass")]
    public void A_role_is_protected_by_its_name_alone(string role) =>
        Assert.Contains("neither a path nor an ARN", new ProtectedResource { Role = role, By = "a", Why = "b", At = Some.Time }.Fault(), StringComparison.Ordinal);

    private static bool Protects(string pattern, ControlSubject subject) => new ProtectedResource { Resource = pattern, By = "a", Why = "b", At = Some.Time }.Covers(subject) == true;

    private static bool Exempts(string pattern, ControlSubject subject) =>
        new Exemption("x") { Resource = pattern, By = "a", Why = "b", At = Some.Time, Until = Some.Time.AddDays(1) }.Covers(subject) == true;

    private static ControlSubject About(ResourceRef resource) =>
        new(Some.Finding(resource), Some.Playbook("x"), [resource], TagReading.None, [], ImmutableArray<TouchedResource>.Empty, OrganizationReading.NotRead);
}
