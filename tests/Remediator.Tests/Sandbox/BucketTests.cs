using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3Control;
using Remediator.Cli.Sandbox.State;

namespace Remediator.Tests.Sandbox;

public sealed class BucketTests : SandboxTest
{
    private IAmazonS3 S3 => Session.Client<IAmazonS3>();

    [Fact]
    public async Task Sets_reads_and_deletes_the_public_access_block()
    {
        Account.AddBucket("open");
        Assert.Equal("NoSuchPublicAccessBlockConfiguration", await ErrorOf(Read));

        await S3.PutPublicAccessBlockAsync(new PutPublicAccessBlockRequest { BucketName = "open", PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration { BlockPublicAcls = true, RestrictPublicBuckets = true } });

        var block = (await S3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "open" })).PublicAccessBlockConfiguration;
        Assert.Equal((true, false, false, true), (block.BlockPublicAcls, block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets));
        await S3.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = "open" });
        Assert.Equal("NoSuchPublicAccessBlockConfiguration", await ErrorOf(Read));

        Task Read() => S3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "open" });
    }

    [Fact]
    public async Task Says_no_such_tag_set_until_there_is_one()
    {
        Account.AddBucket("open");
        Assert.Equal("NoSuchTagSet", await ErrorOf(() => S3.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = "open" })));

        await S3.PutBucketTaggingAsync(new PutBucketTaggingRequest { BucketName = "open", TagSet = [new Tag { Key = "a", Value = "<1> & 2" }] });

        Assert.Equal("<1> & 2", Assert.Single((await S3.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = "open" })).TagSet).Value);
    }

    [Fact]
    public async Task Tells_missing_buckets_from_other_peoples()
    {
        Sandbox.AccountOf("444455556666").AddBucket("theirs");

        Assert.Equal("NoSuchBucket", await ErrorOf(() => S3.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = "nobodys" })));
        Assert.Equal("AccessDenied", await ErrorOf(() => S3.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = "theirs" })));
    }

    [Fact]
    public async Task Knows_where_a_bucket_is()
    {
        Account.AddBucket("here");
        Account.AddBucket("there", region: "eu-west-1");

        Assert.Equal("", (await S3.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = "here" })).Location.Value);
        Assert.Equal("eu-west-1", (await S3.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = "there" })).Location.Value);
        await S3.HeadBucketAsync(new HeadBucketRequest { BucketName = "here" });
        var missing = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => S3.HeadBucketAsync(new HeadBucketRequest { BucketName = "nobodys" }));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Hides_public_grants_once_public_ACLs_are_ignored()
    {
        var bucket = Account.AddBucket("open", isPublic: true, acl: "public-read");

        Assert.True((await S3.GetBucketPolicyStatusAsync(new GetBucketPolicyStatusRequest { BucketName = "open" })).PolicyStatus.IsPublic);
        Assert.Contains("s3:GetObject", (await S3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = "open" })).Policy, StringComparison.Ordinal);
        Assert.Equal(2, (await Acl()).Count);
        bucket.PublicAccessBlock = PublicAccessBlock.All;
        Assert.Single(await Acl());

        async Task<List<S3Grant>> Acl() => (await S3.GetBucketAclAsync(new GetBucketAclRequest { BucketName = "open" })).Grants;
    }

    [Fact]
    public async Task Says_no_such_policy_of_a_private_bucket()
    {
        Account.AddBucket("closed");

        Assert.Equal("NoSuchBucketPolicy", await ErrorOf(() => S3.GetBucketPolicyStatusAsync(new GetBucketPolicyStatusRequest { BucketName = "closed" })));
    }

    [Fact]
    public async Task Keeps_objects()
    {
        Account.AddBucket("open");

        await S3.PutObjectAsync(new PutObjectRequest { BucketName = "open", Key = "evidence/a b+c.json", ContentBody = "{\"a\":1}" });

        using var read = await S3.GetObjectAsync(new GetObjectRequest { BucketName = "open", Key = "evidence/a b+c.json" });
        using var reader = new StreamReader(read.ResponseStream);
        Assert.Equal("{\"a\":1}", await reader.ReadToEndAsync());
        Assert.Equal("NoSuchKey", await ErrorOf(() => S3.GetObjectAsync(new GetObjectRequest { BucketName = "open", Key = "other" })));
    }

    [Fact]
    public async Task Blocks_public_access_for_the_account()
    {
        var control = Session.Client<IAmazonS3Control>();
        Assert.Equal("NoSuchPublicAccessBlockConfiguration", await ErrorOf(() => control.GetPublicAccessBlockAsync(new Amazon.S3Control.Model.GetPublicAccessBlockRequest { AccountId = Account.Id })));

        await control.PutPublicAccessBlockAsync(new Amazon.S3Control.Model.PutPublicAccessBlockRequest
        {
            AccountId = Account.Id,
            PublicAccessBlockConfiguration = new Amazon.S3Control.Model.PublicAccessBlockConfiguration { BlockPublicPolicy = true },
        });

        Assert.True((await control.GetPublicAccessBlockAsync(new Amazon.S3Control.Model.GetPublicAccessBlockRequest { AccountId = Account.Id })).PublicAccessBlockConfiguration.BlockPublicPolicy);
        Assert.Equal("AccessDenied", await ErrorOf(() => control.GetPublicAccessBlockAsync(new Amazon.S3Control.Model.GetPublicAccessBlockRequest { AccountId = "444455556666" })));
    }
}
