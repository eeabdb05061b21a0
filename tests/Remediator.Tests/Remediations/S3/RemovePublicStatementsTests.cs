using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.S3;

public sealed class RemovePublicStatementsTests : IAsyncLifetime
{
    private const string Partner = """{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::assets/*"}""";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Removes_the_policy_that_only_lets_everybody_in_and_puts_it_back()
    {
        var bucket = _sandbox.Account.AddBucket("assets", isPublic: true, tags: new Tags { ["team"] = "web" });
        var policy = bucket.Policy;
        var trial = Trial();

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Null(bucket.Policy);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Equal(AttributeValue.Parse(policy), AttributeValue.Parse(bucket.Policy));
    }

    [Fact]
    public async Task Keeps_what_the_policy_grants_to_named_principals()
    {
        var bucket = _sandbox.Account.AddBucket("assets");
        bucket.Policy = Policy(Partner, """{"Sid":"Open","Effect":"Allow","Principal":{"AWS":["*","arn:aws:iam::444455556666:role/reader"]},"Action":"s3:GetObject","Resource":"*"}""");
        var before = bucket.Policy;
        var trial = Trial();

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        Assert.Contains("Removed: Open", plan.Changes[0].Note, StringComparison.Ordinal);
        Assert.Equal(
            AttributeValue.Parse(Policy(Partner, """{"Sid":"Open","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:role/reader"]},"Action":"s3:GetObject","Resource":"*"}""")),
            AttributeValue.Parse(bucket.Policy));
        await trial.UndoAsync(plan);
        Assert.Equal(AttributeValue.Parse(before), AttributeValue.Parse(bucket.Policy));
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"444455556666"},"Action":"s3:GetObject","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalOrgID":"o-*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:sourcevpce":"vpce-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","2001:db8::/32"]}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","0.0.0.0/1"]}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:Referer":"https://example.com/*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:cloudfront::111122223333:distribution/*"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:userid":"${aws:userid}"}}}""", true)]
    public void Tells_what_lets_everybody_in(string statement, bool isPublic) =>
        Assert.Equal(isPublic, PublicStatements.In(AttributeValue.Parse(Policy(statement))).Count == 1);

    [Fact]
    public async Task A_release_puts_the_block_off_before_the_policy_back()
    {
        _sandbox.Account.AddBucket("assets", isPublic: true);
        var policy = (await Trial().PlanAsync()).Changes[0];
        var block = (await StepTrial.On(_sandbox, new BlockPublicBucket(), Bucket).PlanAsync()).Changes[0];

        Assert.True(block.Stage > policy.Stage, "S3 refuses a public policy while the block is on, and a release undoes the higher stage first");
    }

    [Fact]
    public async Task A_policy_that_Block_Public_Access_refuses_to_take_back_says_so()
    {
        var bucket = _sandbox.Account.AddBucket("assets", isPublic: true);
        var trial = Trial();
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        bucket.PublicAccessBlock = PublicAccessBlock.All;

        var failure = await Assert.ThrowsAsync<Remediator.Execution.RemediationException>(() => trial.UndoAsync(plan));

        Assert.Contains("Block Public Access", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_without_a_policy_is_compliant_already()
    {
        _sandbox.Account.AddBucket("assets");

        Assert.True((await Trial().PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_missing_bucket_is_not_applicable() => Assert.Contains("does not exist", await Trial().NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task An_unreadable_policy_is_unknown()
    {
        _sandbox.Account.AddBucket("assets");
        _sandbox.Faults.On("GetBucketPolicy", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_taken_apart_is_not_taken_for_a_closed_one()
    {
        _sandbox.Account.AddBucket("assets").Policy =
            """{"Version":"2012-10-17","Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::assets/*"}]}""";

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private static ResourceRef Bucket => StepTrial.Resource(ResourceKinds.Bucket, "assets");

    private static string Policy(params string[] statements) => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";

    private StepTrial Trial() => StepTrial.On(_sandbox, new RemovePublicStatements(), Bucket);
}
