using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>What the root user of a member account can sign in or call with: a password, access keys, signing certificates, MFA devices.</summary>
/// <remarks>
/// The target's id is the account; the session is one of the account that administers the organization. They are only ever deleted,
/// MFA devices last: until the password is gone, they guard it.
/// </remarks>
public sealed class RootCredentials : ResourceAttribute
{
    private const string Password = "password";
    private const string Key = "access key ";
    private const string Certificate = "signing certificate ";
    private const string Device = "MFA device ";

    public override string Label => "credentials of the root user";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [RootTask.Permission];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [RootTask.Permission];

    public static Target TargetOf(string account) => new(ResourceKinds.Account, account);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        using var root = await RootTask.OpenAsync(aws, RootTask.Audit, cancel).ConfigureAwait(false);
        var iam = root.Client<IAmazonIdentityManagementService>();
        var password = HasPasswordAsync(iam, cancel);
        var keys = iam.ListAccessKeysAsync(new ListAccessKeysRequest(), cancel);
        var certificates = iam.ListSigningCertificatesAsync(new ListSigningCertificatesRequest(), cancel);
        var devices = iam.ListMFADevicesAsync(new ListMFADevicesRequest(), cancel);
        await Task.WhenAll(password, keys, certificates, devices).ConfigureAwait(false);
        return AttributeValue.OfSet(
        [
            .. password.Result ? [Password] : Array.Empty<string>(),
            .. (keys.Result.AccessKeyMetadata ?? []).Select(k => Key + k.AccessKeyId),
            .. (certificates.Result.Certificates ?? []).Select(c => Certificate + c.CertificateId),
            .. (devices.Result.MFADevices ?? []).Select(d => Device + d.SerialNumber),
        ]);
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != AttributeValue.OfSet([]))
        {
            throw new InvalidOperationException("no plan gives the root user credentials");
        }

        using var root = await RootTask.OpenAsync(aws, RootTask.Delete, cancel).ConfigureAwait(false);
        var iam = root.Client<IAmazonIdentityManagementService>();
        foreach (var credential in request.Current.ToStrings().OrderBy(c => c.StartsWith(Device, StringComparison.Ordinal)))
        {
            try
            {
                await DeleteAsync(iam, credential, cancel).ConfigureAwait(false);
            }
            catch (NoSuchEntityException)
            {
                // Gone already.
            }
        }
    }

    public override bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) => Mixture.IsOf(one, other, live);

    public override string Describe(AttributeValue value) => value.ToStrings() is { Count: > 0 } some ? string.Join(", ", some) : "none";

    private static Task DeleteAsync(IAmazonIdentityManagementService iam, string credential, CancellationToken cancel) => credential switch
    {
        Password => iam.DeleteLoginProfileAsync(new DeleteLoginProfileRequest(), cancel),
        _ when credential.StartsWith(Key, StringComparison.Ordinal) => iam.DeleteAccessKeyAsync(new DeleteAccessKeyRequest { AccessKeyId = credential[Key.Length..] }, cancel),
        _ when credential.StartsWith(Certificate, StringComparison.Ordinal) => iam.DeleteSigningCertificateAsync(new DeleteSigningCertificateRequest { CertificateId = credential[Certificate.Length..] }, cancel),
        _ when credential.StartsWith(Device, StringComparison.Ordinal) => iam.DeactivateMFADeviceAsync(new DeactivateMFADeviceRequest { SerialNumber = credential[Device.Length..] }, cancel),
        _ => throw new InvalidOperationException($"unknown credential '{credential}'"),
    };

    private static async Task<bool> HasPasswordAsync(IAmazonIdentityManagementService iam, CancellationToken cancel)
    {
        try
        {
            await iam.GetLoginProfileAsync(new GetLoginProfileRequest(), cancel).ConfigureAwait(false);
            return true;
        }
        catch (NoSuchEntityException)
        {
            return false;
        }
    }
}
