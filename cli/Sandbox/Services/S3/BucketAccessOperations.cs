using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>Who may reach a bucket: the public access block, policy and ACL.</summary>
[S3]
internal static class BucketAccessOperations
{
    [Route("GET", "bucket", "publicAccessBlock")]
    [Checks("arn:aws:s3:::{Bucket}", Action = "s3:GetBucketPublicAccessBlock")]
    public static Answer GetPublicAccessBlock(Call call) => S3Lookup.Find(call).PublicAccessBlock is { } block
        ? S3Lookup.Document("PublicAccessBlockConfiguration", PublicAccessXml.Write(block))
        : throw new AwsError("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);

    [Route("PUT", "bucket", "publicAccessBlock")]
    [Checks("arn:aws:s3:::{Bucket}", Action = "s3:PutBucketPublicAccessBlock")]
    public static Answer PutPublicAccessBlock(Call call)
    {
        S3Lookup.Find(call).PublicAccessBlock = PublicAccessXml.Read(S3Lookup.Body(call));
        return Answer.Raw([]);
    }

    [Route("DELETE", "bucket", "publicAccessBlock")]
    [Checks("arn:aws:s3:::{Bucket}", Action = "s3:PutBucketPublicAccessBlock")]
    public static Answer DeletePublicAccessBlock(Call call)
    {
        S3Lookup.Find(call).PublicAccessBlock = null;
        return S3Lookup.NoContent;
    }

    [Route("GET", "bucket", "object-lock")]
    [Checks("arn:aws:s3:::{Bucket}", Action = "s3:GetBucketObjectLockConfiguration")]
    public static Answer GetObjectLockConfiguration(Call call) => S3Lookup.Find(call).LockedDays is { } days
        ? S3Lookup.Document(
            "ObjectLockConfiguration",
            new XElement("ObjectLockEnabled", "Enabled"),
            new XElement("Rule", new XElement("DefaultRetention", new XElement("Mode", S3Lookup.Find(call).LockMode), new XElement("Days", days))))
        : throw new AwsError("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", 404);

    [Route("GET", "bucket", "policy")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer GetBucketPolicy(Call call) => Answer.Raw(System.Text.Encoding.UTF8.GetBytes(Policy(S3Lookup.Find(call))));

    [Route("PUT", "bucket", "policy")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer PutBucketPolicy(Call call)
    {
        var bucket = S3Lookup.Find(call);
        var policy = System.Text.Encoding.UTF8.GetString(AwsChunked.Decode(call.Http));
        var blocks = bucket.PublicAccessBlock?.BlockPublicPolicy == true || call.Account.PublicAccessBlock?.BlockPublicPolicy == true;
        bucket.Policy = blocks && PublicPolicy.IsPublic(policy)
            ? throw new AwsError("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.", 403)
            : policy;
        return S3Lookup.NoContent;
    }

    [Route("DELETE", "bucket", "policy")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer DeleteBucketPolicy(Call call)
    {
        S3Lookup.Find(call).Policy = null;
        return S3Lookup.NoContent;
    }

    [Route("GET", "bucket", "policyStatus")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer GetBucketPolicyStatus(Call call) =>
        S3Lookup.Document("PolicyStatus", new XElement("IsPublic", PublicPolicy.IsPublic(Policy(S3Lookup.Find(call)))));

    [Route("GET", "bucket", "acl")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer GetBucketAcl(Call call)
    {
        var bucket = S3Lookup.Find(call);
        XNamespace instance = "http://www.w3.org/2001/XMLSchema-instance";
        var owner = call.Account.Id.PadLeft(64, '0');
        var grants = new List<XElement> { Grant("FULL_CONTROL", "CanonicalUser", new XElement("ID", owner)) };

        // Once the block ignores public ACLs, S3 shows the ACL that is in effect.
        if (bucket.Acl.StartsWith("public-", StringComparison.Ordinal) && bucket.PublicAccessBlock?.IgnorePublicAcls != true)
        {
            string[] permissions = bucket.Acl == "public-read-write" ? ["READ", "WRITE"] : ["READ"];
            grants.AddRange(permissions.Select(p => Grant(p, "Group", new XElement("URI", "http://acs.amazonaws.com/groups/global/AllUsers"))));
        }

        return S3Lookup.Document("AccessControlPolicy", new XElement("Owner", new XElement("ID", owner)), new XElement("AccessControlList", grants));

        XElement Grant(string permission, string type, XElement who) => new(
            "Grant",
            new XElement("Grantee", new XAttribute(XNamespace.Xmlns + "xsi", instance), new XAttribute(instance + "type", type), who),
            new XElement("Permission", permission));
    }

    private static string Policy(Bucket bucket) => bucket.Policy ?? throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
}
