using System.Text.RegularExpressions;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Remediations;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>Every scenario runs with exactly the generated action role, cut down by the session's policy: enough, and not more.</summary>
public sealed class PrivilegeTests
{
    private static readonly string[] Denials = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

    /// <summary>Grants that no call of these incidents needs, and what does.</summary>
    private static readonly Dictionary<string, string> OnlyAwsNeeds = new(StringComparer.Ordinal)
    {
        ["ec2:ModifyNetworkInterfaceAttribute on arn:{partition}:ec2:{region}:{account}:instance/{instanceId}"] =
            "the Service Authorization Reference lists the instance as a resource of this action; the sandbox asks for interface and group only",
        ["ec2:AssociateAddress on arn:{partition}:ec2:{region}:{account}:instance/{instanceId}"] =
            "listed as a resource of this action; the engine associates by interface",
        ["ecs:DescribeTasks on arn:{partition}:ecs:{region}:{account}:task/{ecsCluster}/{ecsTask}"] = "cut-role-sessions asks it of tasks; no incident here is about one (CutRoleSessionsTests)",
        ["ecs:DescribeTaskDefinition on *"] = "as above",
    };

    [Fact]
    public async Task The_generated_role_is_enough_for_every_response_and_release_and_grants_nothing_unused()
    {
        var checks = new HashSet<CheckedAction>();
        var answering = new HashSet<string>(StringComparer.Ordinal);
        foreach (var incident in Incidents.Flagships.Concat(IncidentVariants.All))
        {
            await using var run = await ScenarioRun.StartAsync(incident);
            await run.ContainAsync();
            var released = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

            Assert.True(released.State == ExecutionState.Released, $"{incident}: {released.Failure}");
            answering.Add(released.Key.Playbook);
            Assert.DoesNotContain(run.Sandbox.Calls, c => Denials.Contains(c.Error));
            checks.UnionWith(run.Sandbox.Calls.Where(c => c.Succeeded).SelectMany(c => c.Checks));
        }

        var granted = PermissionPolicy.Of(Shipped.Playbooks.Where(p => answering.Contains(p.Id)).SelectMany(p => p.Steps).Select(s => RemediationCatalogue.Get(s.Remediation)));
        var unused = granted.Where(p => !checks.Any(c => Covers(p, c))).Select(p => $"{p.Action} on {p.Resource}");
        Assert.Equal(OnlyAwsNeeds.Keys.Order(StringComparer.Ordinal), unused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_session_for_one_bucket_cannot_touch_another()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket.With("two buckets", a => a.AddBucket("example-marketing", isPublic: true)));
        using var session = await SessionAsync(run, "block-public-bucket");
        var s3 = session.Client<IAmazonS3>();

        await s3.PutPublicAccessBlockAsync(Block(Incidents.Bucket));

        await AssertDeniedAsync(() => s3.PutPublicAccessBlockAsync(Block("example-marketing")));
        await AssertDeniedAsync(() => s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "example-marketing" }));
        await AssertDeniedAsync(() => s3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = Incidents.Bucket }));
    }

    [Fact]
    public async Task A_session_for_one_instance_cannot_protect_or_snapshot_another_nor_reach_another_Region()
    {
        const string other = "i-0f0f0f0f0f0f0f0f0";
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance.With("two instances", a =>
        {
            a.AddInstance(other, Incidents.Vpc);
            a.AddInstance(Some.InstanceId, region: "us-east-1");
        }));
        using var session = await SessionAsync(run, "isolate-instance", "cut-role-sessions", "snapshot-volumes");
        var ec2 = session.Client<IAmazonEC2>();
        using var elsewhere = new AwsSession(session.Credentials, session.Account, "us-east-1", session.Partition, session.Endpoint);

        await ec2.ModifyInstanceAttributeAsync(Protect(Some.InstanceId));

        await AssertDeniedAsync(() => ec2.ModifyInstanceAttributeAsync(Protect(other)));
        await AssertDeniedAsync(() => ec2.CreateSnapshotsAsync(new CreateSnapshotsRequest { InstanceSpecification = new InstanceSpecification { InstanceId = other } }));
        await AssertDeniedAsync(() => elsewhere.Client<IAmazonEC2>().ModifyInstanceAttributeAsync(Protect(Some.InstanceId)));
        await AssertDeniedAsync(() => elsewhere.Client<IAmazonEC2>().ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = run.Account.Region("us-east-1").InterfacesOf(Some.InstanceId)[0].Id, Groups = [Incidents.Web] }));
    }

    [Fact]
    public async Task A_session_for_one_user_cannot_touch_another()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey.With("two users", a => a.AddUser("malice", ["AKIAEXAMPLEOFMALICE1"])));
        using var session = await SessionAsync(run, "disable-access-keys");
        var iam = session.Client<IAmazonIdentityManagementService>();

        await iam.UpdateAccessKeyAsync(Disable(Incidents.User, Incidents.Key));

        await AssertDeniedAsync(() => iam.UpdateAccessKeyAsync(Disable("malice", "AKIAEXAMPLEOFMALICE1")));
        await AssertDeniedAsync(() => iam.PutUserPolicyAsync(new PutUserPolicyRequest { UserName = "malice", PolicyName = "p", PolicyDocument = "{}" }));
    }

    [Fact]
    public async Task A_session_for_one_role_cannot_touch_another_nor_its_own()
    {
        await using var run = await ScenarioRun.StartAsync(IncidentVariants.RoleSession);
        using var session = await SessionAsync(run, "cut-role-sessions");
        var iam = session.Client<IAmazonIdentityManagementService>();

        await iam.PutRolePolicyAsync(Policy(Incidents.InstanceRole));

        await AssertDeniedAsync(() => iam.PutRolePolicyAsync(Policy("RemediatorAction")));
    }

    private static bool Covers(Permission granted, CheckedAction check) =>
        granted.Action == check.Action
        && Regex.IsMatch(check.Resource, $"^{Regex.Replace(Regex.Escape(granted.Resource), @"\\\{\w+}", "[^/]*").Replace(@"\*", ".*", StringComparison.Ordinal)}$");

    private static Task<AwsSession> SessionAsync(ScenarioRun run, params string[] remediations) =>
        run.Broker.OpenAsync(
            run.Finding, run.Finding.Resources.First(r => r.Involvement == Involvement.Affected), [.. remediations.Select(RemediationCatalogue.Get)], SessionNames.None, "rx-0123456789abcdef0123", CancellationToken.None);

    private static async Task AssertDeniedAsync(Func<Task> call) =>
        Assert.Contains((await Assert.ThrowsAnyAsync<AmazonServiceException>(call)).ErrorCode, Denials);

    private static PutPublicAccessBlockRequest Block(string bucket) =>
        new() { BucketName = bucket, PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration { BlockPublicAcls = true } };

    private static ModifyInstanceAttributeRequest Protect(string instance) => new() { InstanceId = instance, DisableApiTermination = true };

    private static UpdateAccessKeyRequest Disable(string user, string key) => new() { UserName = user, AccessKeyId = key, Status = StatusType.Inactive };

    private static PutRolePolicyRequest Policy(string role) => new() { RoleName = role, PolicyName = "p", PolicyDocument = """{"Version":"2012-10-17","Statement":[]}""" };
}
