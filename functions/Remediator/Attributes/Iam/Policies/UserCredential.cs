using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;

namespace Remediator.Attributes;

/// <summary>A credential of a user that is neither an access key nor a password for the console.</summary>
/// <param name="Kind"><see cref="Service"/>, <see cref="Ssh"/> or <see cref="Certificate"/>.</param>
/// <param name="Status">Active, Inactive or Expired.</param>
/// <param name="Label">For people: "bedrock.amazonaws.com credential ACCA...".</param>
public sealed record UserCredential(string User, string Kind, string Id, string Status, string Label)
{
    public const string Service = "service";
    public const string Ssh = "ssh";
    public const string Certificate = "certificate";

    /// <summary>Every such credential of a user; none when there is no such user.</summary>
    public static async Task<IReadOnlyList<UserCredential>> ListAsync(AwsSession aws, string user, CancellationToken cancel)
    {
        var lists = await Task.WhenAll(new[] { Service, Ssh, Certificate }.Select(kind => ListAsync(aws, user, kind, cancel))).ConfigureAwait(false);
        return [.. lists.SelectMany(l => l).OrderBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal)];
    }

    /// <summary>Those of one kind.</summary>
    public static async Task<IReadOnlyList<UserCredential>> ListAsync(AwsSession aws, string user, string kind, CancellationToken cancel)
    {
        var all = new List<UserCredential>();
        string? marker = null;
        do
        {
            try
            {
                var (page, next) = await PageAsync(aws.Client<IAmazonIdentityManagementService>(), user, kind, marker, cancel).ConfigureAwait(false);
                all.AddRange(page);
                marker = next;
            }
            catch (NoSuchEntityException)
            {
                return [];
            }
        }
        while (marker is not null);
        return all;
    }

    internal Task WriteAsync(IAmazonIdentityManagementService iam, CancellationToken cancel)
    {
        var status = StatusType.FindValue(Status);
        return Kind switch
        {
            Service => iam.UpdateServiceSpecificCredentialAsync(new UpdateServiceSpecificCredentialRequest { UserName = User, ServiceSpecificCredentialId = Id, Status = status }, cancel),
            Ssh => iam.UpdateSSHPublicKeyAsync(new UpdateSSHPublicKeyRequest { UserName = User, SSHPublicKeyId = Id, Status = status }, cancel),
            Certificate => iam.UpdateSigningCertificateAsync(new UpdateSigningCertificateRequest { UserName = User, CertificateId = Id, Status = status }, cancel),
            _ => throw new InvalidOperationException($"unknown kind of credential {Kind}"),
        };
    }

    private static async Task<(IEnumerable<UserCredential> Page, string? Next)> PageAsync(IAmazonIdentityManagementService iam, string user, string kind, string? marker, CancellationToken cancel)
    {
        switch (kind)
        {
            case Service:
                var services = await iam.ListServiceSpecificCredentialsAsync(new ListServiceSpecificCredentialsRequest { UserName = user, Marker = marker }, cancel).ConfigureAwait(false);
                return (
                    (services.ServiceSpecificCredentials ?? []).Select(c => new UserCredential(user, kind, c.ServiceSpecificCredentialId, c.Status.Value, $"{c.ServiceName} credential {c.ServiceSpecificCredentialId}")),
                    services.IsTruncated is true ? services.Marker : null);
            case Ssh:
                var keys = await iam.ListSSHPublicKeysAsync(new ListSSHPublicKeysRequest { UserName = user, Marker = marker }, cancel).ConfigureAwait(false);
                return (
                    (keys.SSHPublicKeys ?? []).Select(k => new UserCredential(user, kind, k.SSHPublicKeyId, k.Status.Value, $"SSH key {k.SSHPublicKeyId}")),
                    keys.IsTruncated is true ? keys.Marker : null);
            case Certificate:
                var certificates = await iam.ListSigningCertificatesAsync(new ListSigningCertificatesRequest { UserName = user, Marker = marker }, cancel).ConfigureAwait(false);
                return (
                    (certificates.Certificates ?? []).Select(c => new UserCredential(user, kind, c.CertificateId, c.Status.Value, $"signing certificate {c.CertificateId}")),
                    certificates.IsTruncated is true ? certificates.Marker : null);
            default:
                throw new InvalidOperationException($"unknown kind of credential {kind}");
        }
    }
}
