using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The state of a KMS key: Enabled, Disabled, PendingDeletion, ...; absent when there is no such key.</summary>
/// <remarks>
/// The target's id is the key id. It is written Enabled or Disabled: KMS leaves a key Disabled when its deletion is cancelled,
/// and to schedule a deletion is nothing that an engine does, an undo included.
/// </remarks>
public sealed class KeyState : ResourceAttribute
{
    private const string Key = "arn:{partition}:kms:{region}:{account}:key/{keyId}";

    public static AttributeValue Enabled { get; } = AttributeValue.Of("Enabled");

    public static AttributeValue Disabled { get; } = AttributeValue.Of("Disabled");

    public static AttributeValue PendingDeletion { get; } = AttributeValue.Of("PendingDeletion");

    public override string Label => "key state";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("kms:DescribeKey", Key)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("kms:CancelKeyDeletion", Key), new("kms:EnableKey", Key), new("kms:DisableKey", Key)];

    public static Target TargetOf(string keyId) => new(ResourceKinds.Key, keyId);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonKeyManagementService>().DescribeKeyAsync(new DescribeKeyRequest { KeyId = target.Id }, cancel).ConfigureAwait(false);
            return AttributeValue.Of(response.KeyMetadata.KeyState.Value);
        }
        catch (NotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != Enabled && request.Wanted != Disabled)
        {
            throw new InvalidOperationException($"no plan makes a key {request.Wanted}");
        }

        var (key, kms) = (request.Target.Id, aws.Client<IAmazonKeyManagementService>());
        var current = request.Current;
        if (current == PendingDeletion)
        {
            await kms.CancelKeyDeletionAsync(new CancelKeyDeletionRequest { KeyId = key }, cancel).ConfigureAwait(false);
            current = Disabled;
        }

        if (request.Wanted == Enabled)
        {
            await kms.EnableKeyAsync(new EnableKeyRequest { KeyId = key }, cancel).ConfigureAwait(false);
        }
        else if (current != Disabled)
        {
            await kms.DisableKeyAsync(new DisableKeyRequest { KeyId = key }, cancel).ConfigureAwait(false);
        }
    }
}
