using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Iam;

/// <summary>A user's console password and the credentials that are no access keys.</summary>
[Iam]
internal static class UserCredentialOperations
{
    public static Answer GetLoginProfile(Call call)
    {
        var user = IamLookup.FindUser(call);
        return user.PasswordCreated is { } created
            ? Answer.Xml(new XElement("LoginProfile", new XElement("UserName", user.Name), new XElement("CreateDate", created), new XElement("PasswordResetRequired", false)))
            : throw NoPassword(user);
    }

    public static Answer DeleteLoginProfile(Call call)
    {
        var user = IamLookup.FindUser(call);
        user.PasswordCreated = user.PasswordCreated is null ? throw NoPassword(user) : null;
        return Answer.Empty;
    }

    public static Answer ListServiceSpecificCredentials(Call call)
    {
        var user = IamLookup.FindUser(call);
        return List(call, user, "ServiceSpecificCredentials", "service", (id, credential) =>
        [
            new XElement("UserName", user.Name),
            new XElement("Status", credential.Status),
            new XElement("ServiceUserName", $"{user.Name}-at-{call.Account.Id}"),
            new XElement("CreateDate", user.Created),
            new XElement("ServiceSpecificCredentialId", id),
            new XElement("ServiceName", credential.Service),
        ]);
    }

    public static Answer UpdateServiceSpecificCredential(Call call) => Update(call, "ServiceSpecificCredentialId", "service");

    public static Answer ListSSHPublicKeys(Call call)
    {
        var user = IamLookup.FindUser(call);
        return List(call, user, "SSHPublicKeys", "ssh", (id, credential) =>
            [new XElement("UserName", user.Name), new XElement("SSHPublicKeyId", id), new XElement("Status", credential.Status), new XElement("UploadDate", user.Created)]);
    }

    public static Answer UpdateSSHPublicKey(Call call) => Update(call, "SSHPublicKeyId", "ssh");

    public static Answer ListSigningCertificates(Call call)
    {
        var user = IamLookup.FindUser(call);
        return List(call, user, "Certificates", "certificate", (id, credential) =>
        [
            new XElement("UserName", user.Name),
            new XElement("CertificateId", id),
            new XElement("CertificateBody", "-----BEGIN CERTIFICATE-----"),
            new XElement("Status", credential.Status),
            new XElement("UploadDate", user.Created),
        ]);
    }

    public static Answer UpdateSigningCertificate(Call call) => Update(call, "CertificateId", "certificate");

    public static Answer DeleteSigningCertificate(Call call) => Delete(call, "CertificateId", "certificate");

    public static Answer ListMFADevices(Call call)
    {
        var user = IamLookup.FindUser(call);
        return List(call, user, "MFADevices", "mfa", (id, _) => [new XElement("UserName", user.Name), new XElement("SerialNumber", id), new XElement("EnableDate", user.Created)]);
    }

    public static Answer DeactivateMFADevice(Call call) => Delete(call, "SerialNumber", "mfa");

    [Checks("*")]
    public static Answer ListOrganizationsFeatures(Call call) => call.Account.OrganizationsFeatures is { } features
        ? Answer.Xml(new XElement("OrganizationId", "o-sandbox0001"), new XElement("EnabledFeatures", features.Select(f => new XElement("member", f))))
        : throw new AwsError("AccountNotManagementOrDelegatedAdministratorException", "The account is neither the management account nor a delegated administrator.");

    private static Answer Delete(Call call, string parameter, string kind)
    {
        var (user, id) = (IamLookup.FindUser(call), call.Parameters.Required(parameter));
        return user.Credentials.GetValueOrDefault(id)?.Kind == kind && user.Credentials.Remove(id)
            ? Answer.Empty
            : throw IamLookup.Missing($"The credential with id {id} cannot be found.");
    }

    private static Answer List(Call call, User user, string list, string kind, Func<string, UserCredential, XElement[]> content) =>
        IamLookup.Page(call, list, user.Credentials.Where(c => c.Value.Kind == kind), c => content(c.Key, c.Value));

    private static Answer Update(Call call, string parameter, string kind)
    {
        var user = IamLookup.FindUser(call);
        var (id, status) = (call.Parameters.Required(parameter), call.Parameters.Required("Status"));
        if (user.Credentials.GetValueOrDefault(id) is not { } credential || credential.Kind != kind)
        {
            throw IamLookup.Missing($"The credential with id {id} cannot be found.");
        }

        user.Credentials[id] = status is "Active" or "Inactive"
            ? credential with { Status = status }
            : throw new AwsError("ValidationError", $"1 validation error detected: Value '{status}' at 'status' failed to satisfy constraint");
        return Answer.Empty;
    }

    private static AwsError NoPassword(User user) => IamLookup.Missing($"Login Profile for User {user.Name} cannot be found.");
}
