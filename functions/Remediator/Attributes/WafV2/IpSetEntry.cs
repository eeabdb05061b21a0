using Amazon.Runtime;
using Amazon.WAFV2;
using Amazon.WAFV2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a regional AWS WAF IP set, by name, holds one address; target <c>name/address</c>; absent when it does not.</summary>
/// <remarks>
/// AWS takes only the whole list: it is read and written under its lock token, and read again when somebody else wrote in between.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateIPSet.html
/// </remarks>
public sealed class IpSetEntry : ResourceAttribute
{
    private const string Taken = "WAFOptimisticLockException";
    private const string SetArn = "arn:{partition}:wafv2:{region}:{account}:regional/ipset/{ipSet}/*";
    private const int Attempts = 8;

    public static AttributeValue Listed { get; } = AttributeValue.Of("listed");

    public override string Label => "WAF IP set entry";

    public override IReadOnlyList<Permission> ReadPermissions => [new("wafv2:ListIPSets"), new("wafv2:GetIPSet", SetArn)];

    public override IReadOnlyList<Permission> WritePermissions => [new("wafv2:UpdateIPSet", SetArn)];

    internal static Target Of(string name, RemoteAddress address) => new("AWS::WAFv2::IPSet", $"{name}/{address.Address}");

    internal static AttributeValue Value(IPSet set, RemoteAddress address) => (set.Addresses ?? []).Exists(address.IsIn) ? Listed : AttributeValue.Absent;

    public override KeyValuePair<string, string>? NameOf(Target target) => new("ipSet", Parse(target).Name);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (name, address) = Parse(target);
        return Value((await NeedAsync(aws, name, cancel).ConfigureAwait(false)).IPSet, address);
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (name, address) = Parse(request.Target);
        for (var attempt = 1; ; attempt++)
        {
            var (set, token) = await NeedAsync(aws, name, cancel).ConfigureAwait(false);
            if (Value(set, address) == request.Wanted)
            {
                return;
            }

            var others = (set.Addresses ?? []).Where(a => a != address.Cidr);
            try
            {
                await aws.Client<IAmazonWAFV2>().UpdateIPSetAsync(
                    new UpdateIPSetRequest
                    {
                        Name = set.Name,
                        Id = set.Id,
                        Scope = Scope.REGIONAL,
                        Description = string.IsNullOrEmpty(set.Description) ? null : set.Description,
                        Addresses = [.. request.Wanted.IsAbsent ? others : others.Append(address.Cidr)],
                        LockToken = token,
                    },
                    cancel).ConfigureAwait(false);
                return;
            }
            catch (AmazonServiceException e) when (attempt < Attempts && e.ErrorCode == Taken)
            {
                // Somebody else wrote the set in between: merge into what they wrote.
            }
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "not listed" : value.ToString();

    /// <summary>Null when there is no set of that name.</summary>
    internal static async Task<(IPSet IPSet, string LockToken)?> FindAsync(AwsSession aws, string name, CancellationToken cancel)
    {
        var waf = aws.Client<IAmazonWAFV2>();
        var request = new ListIPSetsRequest { Scope = Scope.REGIONAL, Limit = 100 };
        do
        {
            var page = await waf.ListIPSetsAsync(request, cancel).ConfigureAwait(false);
            if ((page.IPSets ?? []).Find(s => s.Name == name) is { } found)
            {
                var answer = await waf.GetIPSetAsync(new GetIPSetRequest { Name = name, Id = found.Id, Scope = Scope.REGIONAL }, cancel).ConfigureAwait(false);
                return (answer.IPSet, answer.LockToken);
            }

            request.NextMarker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.NextMarker));

        return null;
    }

    private static async Task<(IPSet IPSet, string LockToken)> NeedAsync(AwsSession aws, string name, CancellationToken cancel) =>
        await FindAsync(aws, name, cancel).ConfigureAwait(false) ?? throw new RemediationException($"there is no regional WAF IP set {name} any more");

    private static (string Name, RemoteAddress Address) Parse(Target target) =>
        target.Id.Split('/', 2) is [var name, var text] && RemoteAddress.Parse(text) is { } address
            ? (name, address)
            : throw new FormatException($"'{target.Id}' is not of the form name/address.");
}
