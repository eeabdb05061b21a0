using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a customer-managed prefix list holds one address; target <c>prefix-list-id/address</c>; absent when it does not.</summary>
/// <remarks>
/// One entry at a time, under the version that was read: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html.
/// </remarks>
public sealed class PrefixListAddress : ResourceAttribute
{
    private const string Changed = "PrefixListVersionMismatch";
    private const string ListArn = "arn:{partition}:ec2:{region}:{account}:prefix-list/{prefixListId}";
    private const int Attempts = 8;

    public static AttributeValue Listed { get; } = AttributeValue.Of("listed");

    public override string Label => "prefix list entry";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeManagedPrefixLists"), new("ec2:GetManagedPrefixListEntries", ListArn)];

    public override IReadOnlyList<Permission> WritePermissions => [new("ec2:ModifyManagedPrefixList", ListArn)];

    internal static Target Of(string listId, RemoteAddress address) => new("AWS::EC2::PrefixList", $"{listId}/{address.Address}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (list, address) = Parse(target);
        var request = new GetManagedPrefixListEntriesRequest { PrefixListId = list };
        do
        {
            var page = await aws.Client<IAmazonEC2>().GetManagedPrefixListEntriesAsync(request, cancel).ConfigureAwait(false);
            if ((page.Entries ?? []).Exists(e => address.IsIn(e.Cidr)))
            {
                return Listed;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return AttributeValue.Absent;
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (id, address) = Parse(request.Target);
        for (var attempt = 1; ; attempt++)
        {
            var list = (await FindAsync(aws, new DescribeManagedPrefixListsRequest { PrefixListIds = [id] }, cancel).ConfigureAwait(false)).FirstOrDefault()
                ?? throw new RemediationException($"there is no prefix list {id} any more");
            if (await ReadAsync(aws, request.Target, cancel).ConfigureAwait(false) == request.Wanted)
            {
                return;
            }

            try
            {
                await aws.Client<IAmazonEC2>().ModifyManagedPrefixListAsync(
                    new ModifyManagedPrefixListRequest
                    {
                        PrefixListId = id,
                        CurrentVersion = list.Version,
                        AddEntries = request.Wanted.IsAbsent ? null : [new AddPrefixListEntry { Cidr = address.Cidr, Description = $"Remediator {request.ExecutionId}" }],
                        RemoveEntries = request.Wanted.IsAbsent ? [new RemovePrefixListEntry { Cidr = address.Cidr }] : null,
                    },
                    cancel).ConfigureAwait(false);
                return;
            }
            catch (AmazonServiceException e) when (attempt < Attempts && e.Is(Changed))
            {
                // Somebody else changed the list in between: look again.
            }
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "not listed" : value.ToString();

    internal static async Task<List<ManagedPrefixList>> FindAsync(AwsSession aws, DescribeManagedPrefixListsRequest request, CancellationToken cancel)
    {
        var found = new List<ManagedPrefixList>();
        do
        {
            var page = await aws.Client<IAmazonEC2>().DescribeManagedPrefixListsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange(page.PrefixLists ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    private static (string List, RemoteAddress Address) Parse(Target target) =>
        target.Id.Split('/', 2) is [var list, var text] && RemoteAddress.Parse(text) is { } address
            ? (list, address)
            : throw new FormatException($"'{target.Id}' is not of the form prefix-list-id/address.");
}
