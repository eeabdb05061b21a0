using System.Buffers;
using System.Text;

namespace Remediator.Findings;

/// <summary>Whether an id looks like an id of its kind, before it goes into an ARN, a policy or an API call.</summary>
/// <remarks>
/// Ids in findings come from outside: <c>*</c> as a bucket name would widen a session policy to every bucket.
/// The shapes are looser than AWS's own limits (old short ids, upper-case bucket names of us-east-1) but hold no wildcard,
/// policy variable, separator or white space. Whoever uploads an object chooses its key, spaces and wildcards included: keys, and names of Auto
/// Scaling groups, go into no ARN and no policy, and only parameters hold them.
/// </remarks>
public static class ResourceIdShape
{
    private const string Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> Plain = SearchValues.Create(Alphanumerics);
    private static readonly SearchValues<char> Names = SearchValues.Create(Alphanumerics + "-_");
    private static readonly SearchValues<char> Buckets = SearchValues.Create(Alphanumerics + "-_.");
    private static readonly SearchValues<char> Keys = SearchValues.Create(Alphanumerics + "-_/:");
    private static readonly SearchValues<char> Repositories = SearchValues.Create(Alphanumerics + "-_./");
    private static readonly SearchValues<char> IamNames = SearchValues.Create(Alphanumerics + "_+=,.@-");
    private static readonly SearchValues<char> Anything = SearchValues.Create(Alphanumerics + "-_.+=,@:/#~!()%&;[]`|^$");

    public static bool Fits(string kind, string id) => kind switch
    {
        ResourceKinds.Instance => HasPrefix(id, "i-"),
        ResourceKinds.NetworkInterface => HasPrefix(id, "eni-"),
        ResourceKinds.SecurityGroup => HasPrefix(id, "sg-"),
        ResourceKinds.Volume => HasPrefix(id, "vol-"),
        ResourceKinds.Snapshot => HasPrefix(id, "snap-"),
        ResourceKinds.Image => HasPrefix(id, "ami-"),
        ResourceKinds.Vpc => HasPrefix(id, "vpc-"),
        ResourceKinds.LaunchTemplate => HasPrefix(id, "lt-"),
        ResourceKinds.NetworkAcl => HasPrefix(id, "acl-"),
        ResourceKinds.FlowLog => HasPrefix(id, "fl-"),
        ResourceKinds.AccessKey => IsMadeOf(Names, id, 4, 128),
        ResourceKinds.User or ResourceKinds.Role => IsMadeOf(IamNames, id, 1, 64),
        ResourceKinds.Group or ResourceKinds.InstanceProfile => IsMadeOf(IamNames, id, 1, 128),
        ResourceKinds.Bucket => IsMadeOf(Buckets, id, 3, 255),
        ResourceKinds.Function => IsMadeOf(Names, id, 1, 140),
        ResourceKinds.DbInstance or ResourceKinds.DbCluster or ResourceKinds.DbShardGroup => IsMadeOf(Names, id, 1, 63),
        ResourceKinds.EksCluster or ResourceKinds.EcsCluster => IsMadeOf(Names, id, 1, 255),
        ResourceKinds.Container => IsMadeOf(Names, id, 1, 128),
        ResourceKinds.Detector => IsMadeOf(Plain, id, 1, 300),
        ResourceKinds.Table => IsMadeOf(Buckets, id, 3, 255),
        ResourceKinds.Key => IsMadeOf(Keys, id, 1, 256),
        ResourceKinds.EcrRepository => IsMadeOf(Repositories, id, 2, 256),
        ResourceKinds.UserPool => IsMadeOf(Names, id, 1, 55),
        ResourceKinds.EcsTask or ResourceKinds.RecoveryPoint or ResourceKinds.Stack or ResourceKinds.ContainerImage => Arn.TryParse(id) is not null && IsPlainText(id),
        ResourceKinds.KubernetesWorkload => id.Split('/') is { Length: <= 3 } parts && parts.All(p => IsMadeOf(Buckets, p, 1, 253) && p is not ("." or "..")),
        ResourceKinds.Account => IsAccount(id),
        ResourceKinds.S3Object => id.Length > 0 && Encoding.UTF8.GetByteCount(id) <= 1024 && !id.Any(char.IsControl),
        ResourceKinds.AutoScalingGroup => id.Length is > 0 and <= 255 && !id.Any(char.IsControl),
        _ => IsPlainText(id),
    };

    /// <summary>Whether the text is an account id: twelve digits.</summary>
    public static bool IsAccount(string text) => text.Length == 12 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsPlainText(string id) => IsMadeOf(Anything, id, 1, 2048) && !id.Contains("${", StringComparison.Ordinal);

    private static bool HasPrefix(string id, string prefix) =>
        id.StartsWith(prefix, StringComparison.Ordinal) && IsMadeOf(Plain, id.AsSpan(prefix.Length), 1, 32);

    private static bool IsMadeOf(SearchValues<char> characters, ReadOnlySpan<char> id, int shortest, int longest) =>
        id.Length >= shortest && id.Length <= longest && !id.ContainsAnyExcept(characters);
}
