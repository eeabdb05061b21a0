using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a user's long-lived access key works: Active, Inactive, Expired, or absent when the key is deleted.</summary>
/// <remarks>The target's id is <c>user/key id</c>; user names hold no slash.</remarks>
public sealed class AccessKeyStatus : ResourceAttribute
{
    public static AttributeValue Active { get; } = AttributeValue.Of("Active");

    public static AttributeValue Inactive { get; } = AttributeValue.Of("Inactive");

    public override string Label => "access key status";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnUser("iam:ListAccessKeys");

    public override IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnUser("iam:UpdateAccessKey");

    public static Target TargetOf(string user, string keyId) => new(ResourceKinds.AccessKey, $"{user}/{keyId}");

    /// <summary>Every access key of a user with its status; null when there is no such user.</summary>
    public static async Task<IReadOnlyDictionary<string, AttributeValue>?> ListAsync(AwsSession aws, string user, CancellationToken cancel)
    {
        var keys = new SortedDictionary<string, AttributeValue>(StringComparer.Ordinal);
        var request = new ListAccessKeysRequest { UserName = user };
        try
        {
            do
            {
                var page = await aws.Client<IAmazonIdentityManagementService>().ListAccessKeysAsync(request, cancel).ConfigureAwait(false);
                foreach (var key in page.AccessKeyMetadata ?? [])
                {
                    keys[key.AccessKeyId] = AttributeValue.Of(key.Status.Value);
                }

                request.Marker = page.IsTruncated is true ? page.Marker : null;
            }
            while (request.Marker is not null);
            return keys;
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (user, keyId) = Split(target);
        return await ListAsync(aws, user, cancel).ConfigureAwait(false) is { } keys && keys.TryGetValue(keyId, out var status) ? status : AttributeValue.Absent;
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted.IsAbsent)
        {
            throw new InvalidOperationException("no plan deletes an access key: that cannot be undone");
        }

        var (user, keyId) = Split(request.Target);
        var update = new UpdateAccessKeyRequest { UserName = user, AccessKeyId = keyId, Status = StatusType.FindValue(request.Wanted.ToString()) };
        await aws.Client<IAmazonIdentityManagementService>().UpdateAccessKeyAsync(update, cancel).ConfigureAwait(false);
    }

    /// <summary>A key that was deleted in the meantime is as dead as an inactive one.</summary>
    public override bool Matches(AttributeValue live, AttributeValue wanted) => live == wanted || (wanted == Inactive && live.IsAbsent);

    private static (string User, string KeyId) Split(Target target) =>
        target.Id.Split('/') is [var user, var keyId] ? (user, keyId) : throw new InvalidOperationException($"{target} is not of the form user/key id");
}
