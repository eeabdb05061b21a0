using Amazon.IdentityManagement;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a credential of a user that is no access key works: Active, Inactive, Expired, or absent when it is deleted.</summary>
/// <remarks>
/// The target's id is <c>user/kind/id</c>: a password or API key for one service (service), an SSH key (ssh), an X.509 signing
/// certificate (certificate). Long-term API keys of Amazon Bedrock are credentials for one service.
/// </remarks>
public sealed class UserCredentialStatus : ResourceAttribute
{
    public static AttributeValue Active { get; } = AttributeValue.Of("Active");

    public static AttributeValue Inactive { get; } = AttributeValue.Of("Inactive");

    public override string Label => "credential status";

    public override IReadOnlyList<Permission> ReadPermissions { get; } =
        IamArns.OnUser("iam:ListServiceSpecificCredentials", "iam:ListSSHPublicKeys", "iam:ListSigningCertificates");

    public override IReadOnlyList<Permission> WritePermissions { get; } =
        IamArns.OnUser("iam:UpdateServiceSpecificCredential", "iam:UpdateSSHPublicKey", "iam:UpdateSigningCertificate");

    public static Target TargetOf(UserCredential credential) => new(ResourceKinds.User, $"{credential.User}/{credential.Kind}/{credential.Id}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var wanted = Parse(target);
        var found = await UserCredential.ListAsync(aws, wanted.User, wanted.Kind, cancel).ConfigureAwait(false);
        return found.FirstOrDefault(c => c.Id == wanted.Id) is { } live ? AttributeValue.Of(live.Status) : AttributeValue.Absent;
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        request.Wanted.IsAbsent
            ? throw new InvalidOperationException("no plan deletes a credential: that cannot be undone")
            : (Parse(request.Target) with { Status = request.Wanted.ToString() }).WriteAsync(aws.Client<IAmazonIdentityManagementService>(), cancel);

    /// <summary>A credential that was deleted in the meantime is as dead as an inactive one.</summary>
    public override bool Matches(AttributeValue live, AttributeValue wanted) => live == wanted || (wanted == Inactive && live.IsAbsent);

    private static UserCredential Parse(Target target) =>
        target.Id.Split('/') is [var user, var kind, var id] ? new UserCredential(user, kind, id, "", "") : throw new InvalidOperationException($"{target} is not of the form user/kind/id");
}
