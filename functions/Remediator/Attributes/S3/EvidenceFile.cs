using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Attributes.Evidence;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One file of evidence in a bucket, by the hash of what was read back; target <c>bucket/key</c>; absent when there is none.</summary>
/// <remarks>
/// A live value is <c>{"sha256":"...","size":1}</c>, a wanted one says what to collect: <c>{"collect":"console-output","instance":"i-..."}</c>.
/// A file is written once and never replaced or deleted.
/// </remarks>
public sealed class EvidenceFile : ResourceAttribute
{
    /// <summary>Beginning of the names of the buckets that evidence may go to: the permissions name no others.</summary>
    public const string BucketPrefix = "remediator-evidence-";

    internal const string BucketArn = $"arn:{{partition}}:s3:::{BucketPrefix}*";

    private const string ObjectArn = $"arn:{{partition}}:s3:::{BucketPrefix}*/*";
    private const string Hash = "sha256";
    private const string NotWhole = "cut";

    public override string Label => "evidence file";

    /// <remarks>Without the permission to list, S3 refuses to say that there is no such object.</remarks>
    public override IReadOnlyList<Permission> ReadPermissions => [new("s3:GetObject", ObjectArn), new("s3:ListBucket", BucketArn)];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("s3:PutObject", ObjectArn),
        new("ec2:GetConsoleOutput", Ec2Arns.Instance),
        new("ec2:GetConsoleScreenshot", Ec2Arns.Instance),
        new("ecs:DescribeTasks", EcsNames.Task),
        new("ecs:DescribeContainerInstances", EcsNames.ContainerInstance),
    ];

    /// <summary>The bucket that the stack makes in an account and Region.</summary>
    public static string OwnBucket(string region, string account) => $"{BucketPrefix}{region}-{account}";

    /// <summary>Whose a bucket must be: names are anybody's to take, and the account's own is known by its name alone. Null for one that a playbook names.</summary>
    internal static string? OwnerOf(string bucket, AwsSession aws) => bucket == OwnBucket(aws.Region, aws.Account) ? aws.Account : null;

    public static Target Of(string bucket, string key) => new("AWS::S3::Object", $"{bucket}/{key}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await ContentAsync(aws, target, cancel).ConfigureAwait(false) is { } content ? Value(target, content) : AttributeValue.Absent;

    private static AttributeValue Value(Target target, byte[] content)
    {
        var value = new JsonObject { [Hash] = Convert.ToHexStringLower(SHA256.HashData(content)), ["size"] = content.Length };
        if (target.Id.EndsWith("api-calls.json", StringComparison.Ordinal) && ApiCallDocument.Cut(content) is { } cut)
        {
            value[NotWhole] = cut;
        }

        return AttributeValue.Of(value);
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted.ToNode() is not JsonObject wanted)
        {
            throw new InvalidOperationException("Evidence is kept: its files are never deleted by the engine.");
        }

        if (Matches(request.Current, request.Wanted))
        {
            return;
        }

        var (bucket, key) = Parse(request.Target);
        var content = await new EvidenceCollector(aws, cancel).CollectAsync(wanted, request.Target).ConfigureAwait(false);
        using var stream = new MemoryStream(content, writable: false);
        try
        {
            await aws.Client<IAmazonS3>().PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    ExpectedBucketOwner = OwnerOf(bucket, aws),
                    InputStream = stream,
                    IfNoneMatch = "*",
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256, // Object Lock asks for this header beside the sum itself.
                    ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(content)),
                    ContentType = ContentType(key),
                },
                cancel).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // An earlier attempt has written it.
        }
    }

    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted || (live.ToNode()?[Hash] is not null && wanted.ToNode()?["collect"] is not null);

    public override string Describe(AttributeValue value) => value.ToNode() switch
    {
        null => "none",
        var node when node[Hash] is { } hash => $"{node["size"]} bytes, SHA-256 {hash}{(node[NotWhole] is { } cut ? $" ({cut})" : "")}",
        var node => $"{node["collect"]}",
    };

    public override string? Caveat(AttributeValue value) => value.ToNode() is JsonObject node ? (string?)node[NotWhole] : null;

    /// <summary>Null when there is no such file.</summary>
    internal static async Task<byte[]?> ContentAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (bucket, key) = Parse(target);
        try
        {
            using var answer = await aws.Client<IAmazonS3>().GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key, ExpectedBucketOwner = OwnerOf(bucket, aws) }, cancel).ConfigureAwait(false);
            using var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content, cancel).ConfigureAwait(false);
            return content.ToArray();
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    private static string ContentType(string key) => Path.GetExtension(key) switch
    {
        ".json" => "application/json",
        ".jpg" => "image/jpeg",
        _ => "text/plain",
    };

    private static (string Bucket, string Key) Parse(Target target) =>
        target.Id.Split('/', 2) is [var bucket, var key] ? (bucket, key) : throw new FormatException($"'{target.Id}' is not of the form bucket/key.");
}
