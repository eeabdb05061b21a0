using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>Finding the bucket of a call, and S3's documents.</summary>
internal static class S3Lookup
{
    public static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>The bucket, if it is of the caller's account and of the Region that the caller speaks to.</summary>
    public static Bucket Find(Call call)
    {
        var name = call.Parameters.Required("Bucket");
        if (!call.Account.Buckets.TryGetValue(name, out var bucket))
        {
            throw call.World.Accounts.Values.Any(a => a.Buckets.ContainsKey(name))
                ? new AwsError("AccessDenied", "Access Denied", 403)
                : new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
        }

        if (call.Http.Header("x-amz-expected-bucket-owner") is { } owner && owner != call.Account.Id)
        {
            throw new AwsError("AccessDenied", "Access Denied", 403);
        }

        return bucket.Region == call.RegionName || call.Operation.Name is "GetBucketLocation"
            ? bucket
            : throw new AwsError("AuthorizationHeaderMalformed", $"The authorization header is malformed; the region '{call.RegionName}' is wrong; expecting '{bucket.Region}'");
    }

    public static Answer Document(string name, params object?[] content) => Answer.Xml(new XElement(Namespace + name, content.Select(Named)));

    public static Answer NoContent { get; } = Answer.Raw([], 204);

    public static XElement Body(Call call) => XElement.Parse(System.Text.Encoding.UTF8.GetString(AwsChunked.Decode(call.Http)));

    /// <summary>The element in S3's namespace, with all that it holds.</summary>
    private static object? Named(object? content) => content switch
    {
        XElement e => new XElement(Namespace + e.Name.LocalName, e.Attributes(), e.HasElements ? e.Elements().Select(Named) : e.Value),
        IEnumerable<XElement> many => many.Select(Named),
        _ => content,
    };
}
