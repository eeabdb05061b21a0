using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations;

/// <summary>Whole executions with no more permissions than a remediation declares, cut down to the one resource.</summary>
public sealed class LeastPrivilegeTests
{
    private const string Key = "AKIAIOSFODNN7EXAMPLE";

    public static TheoryData<string, string, string> Reversible => new()
    {
        { "deny-user", ResourceKinds.User, "alice" },
        { "deny-user", ResourceKinds.AccessKey, Key },
        { "quarantine-role", ResourceKinds.Role, "web" },
        { "restrict-actions", ResourceKinds.User, "alice" },
        { "restrict-actions", ResourceKinds.Role, "web" },
        { "disable-user-credentials", ResourceKinds.User, "alice" },
        { "remove-public-statements", ResourceKinds.Bucket, "assets" },
        { "block-public-account", ResourceKinds.Bucket, "assets" },
        { "block-public-account", ResourceKinds.Account, Some.Account },
        { "restore-key", ResourceKinds.Key, "00000000-0000-4000-9000-000000000001" },
        { "unshare-snapshot", ResourceKinds.Snapshot, "snap-00000000000000001" },
        { "unshare-image", ResourceKinds.Image, "ami-00000000000000001" },
        { "unshare-db-snapshot", ResourceKinds.DbSnapshot, "orders-2026" },
        { "make-database-private", ResourceKinds.DbInstance, "orders" },
        { "close-cluster-endpoint", ResourceKinds.EksCluster, "shop" },
        { "deny-pull", ResourceKinds.EcrRepository, "shop" },
    };

    [Theory]
    [MemberData(nameof(Reversible))]
    public async Task Contains_and_puts_everything_back(string remediation, string kind, string id)
    {
        await using var run = await Ec2Run.StartRestrictedAsync(remediation);
        Seed(run);

        var record = await run.RespondAsync(StepTrial.Resource(kind, id), CancellationToken.None, (remediation, null));

        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure} {string.Join("; ", record.Changes.Select(c => c.Error))} {string.Join("; ", record.Steps.Select(s => s.Reason))}");
        Assert.Contains(record.Changes, c => !c.Change.IsSatisfied);
        Assert.NotEmpty(run.Differences());
        Assert.Equal(ExecutionState.Released, (await run.ReleaseAsync(record)).State);
        Assert.Empty(run.Differences());
    }

    [Fact]
    public async Task An_object_is_quarantined_and_its_release_leaves_nothing()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("quarantine-object");
        Seed(run);
        run.Account.Buckets["assets"].Objects["in/malware.exe"] = "";
        var resource = StepTrial.Resource(ResourceKinds.S3Object, "in/malware.exe", (ResourceDetails.BucketName, "assets"));

        var record = await run.RespondAsync(resource, CancellationToken.None, ("quarantine-object", null));

        Assert.True(record.State == ExecutionState.Verified, string.Join("; ", record.Changes.Select(c => c.Error)));
        Assert.Equal(ExecutionState.Released, (await run.ReleaseAsync(record)).State);
        Assert.Empty(run.Differences());
    }

    private static void Seed(Ec2Run run)
    {
        var (account, here) = (run.Account, run.Region);
        account.AddUser("alice", [Key], path: "/ops/").Credentials["ACCA1EXAMPLE"] = new UserCredential("service", Service: "bedrock.amazonaws.com");
        account.AddRole("web", "/app/").TrustPolicy = """{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}],"Version":"2012-10-17"}""";
        account.AddBucket("assets").Policy =
            """{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":"*","Resource":"arn:aws:s3:::assets/*","Sid":"Open"}],"Version":"2012-10-17"}""";
        account.AddKey("Disabled");
        account.AddSnapshot(["all", "444455556666"]);
        account.AddImage(["all", "444455556666"]);
        here.DatabaseSnapshots["orders-2026"] = new DatabaseSnapshot { Id = "orders-2026", SharedWith = ["all"] };
        here.Databases["orders"] = new Database { Id = "orders", VpcId = "vpc-1", PubliclyAccessible = true };
        account.AddCluster("shop");
        here.Repositories["shop"] = new ImageRepository { Name = "shop" };
    }
}
