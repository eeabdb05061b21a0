using System.Collections.Immutable;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>One role as it is.</summary>
/// <param name="Name">Role name.</param>
/// <param name="RoleId">AROA...</param>
/// <param name="Path">Starts and ends with a slash.</param>
/// <param name="Cutoff">This execution's policy on it.</param>
/// <param name="Tags">Tags of the role.</param>
public sealed record RoleState(string Name, string RoleId, string? Path, AttributeValue Cutoff, ImmutableDictionary<string, string> Tags)
{
    /// <summary>Who may assume it.</summary>
    public AttributeValue Trust { get; init; }

    /// <summary>ARN of its permissions boundary.</summary>
    public AttributeValue Boundary { get; init; }

    /// <summary>Why nobody in the account can change it; null when it can be changed.</summary>
    public string? Unmodifiable =>
        Path?.StartsWith("/aws-service-role/", StringComparison.Ordinal) is true
            ? $"{Name} is a service-linked role: only its AWS service can change it, and its sessions cannot be revoked"
        : Path?.StartsWith("/aws-reserved/", StringComparison.Ordinal) is true || Name.StartsWith("AWSReservedSSO_", StringComparison.Ordinal)
            ? $"{Name} belongs to IAM Identity Center, and IAM refuses to change it: disable the user and end its sessions there, or deny it by the permission set (deny-identity-center-user) or a service control policy"
        : null;

    /// <summary>Why nobody but a person should take it out of service; null for any other role.</summary>
    /// <remarks>A name alone hides nothing: whoever takes one of these has its sessions cut like those of any role.</remarks>
    public string? Lifeline =>
        Name is "OrganizationAccountAccessRole" or "AWSControlTowerExecution" or "AWSCloudFormationStackSetExecutionRole" or "AWSCloudFormationStackSetAdministrationRole"
        || Name.StartsWith("stacksets-exec-", StringComparison.Ordinal)
            ? $"{Name} is how the organization gets into its accounts: closing it could lock out those who have to help, so a person has to do that; its sessions can be cut (cut-role-sessions)"
            : null;

    /// <summary>Null when there is no such role.</summary>
    internal static async Task<RoleState?> ReadAsync(AwsSession aws, string name, string executionId, CancellationToken cancel)
    {
        var cutoff = CutoffAsync(aws, name, executionId, cancel);
        var role = RoleAsync(aws, name, cancel);
        await Task.WhenAll(cutoff, role).ConfigureAwait(false);
        return await role.ConfigureAwait(false) is { } live ? Of(live, await cutoff.ConfigureAwait(false)) : null;
    }

    /// <summary>The roles of an instance profile (at most one, by IAM's quota); none when there is no such profile.</summary>
    /// <remarks>Each is read again, since the answer about a profile has its roles without their tags.</remarks>
    internal static async Task<IReadOnlyList<RoleState>> OfProfileAsync(AwsSession aws, string profile, string executionId, CancellationToken cancel)
    {
        // Mostly the role has the profile's name (the console makes them so): it is read at the same time, and forgotten if not.
        var namesake = IamNames.IsRoleName(profile) ? ReadAsync(aws, profile, executionId, cancel) : Task.FromResult<RoleState?>(null);
        try
        {
            var response = await aws.Client<IAmazonIdentityManagementService>().GetInstanceProfileAsync(new GetInstanceProfileRequest { InstanceProfileName = profile }, cancel).ConfigureAwait(false);
            var names = (response.InstanceProfile.Roles ?? []).Select(r => r.RoleName);
            var roles = await Task.WhenAll(names.Select(n => n == profile ? namesake : ReadAsync(aws, n, executionId, cancel))).ConfigureAwait(false);
            return [.. roles.OfType<RoleState>()];
        }
        catch (NoSuchEntityException)
        {
            return [];
        }
        finally
        {
            await ((Task)namesake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static RoleState Of(Role role, AttributeValue cutoff) =>
        new(role.RoleName, role.RoleId, role.Path, cutoff, (role.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal))
        {
            Trust = RoleTrustPolicy.Of(role),
            Boundary = RolePermissionsBoundary.Of(role),
        };

    private static Task<AttributeValue> CutoffAsync(AwsSession aws, string role, string executionId, CancellationToken cancel) =>
        new RoleSessionCutoff().ReadAsync(aws, RoleSessionCutoff.TargetOf(role, executionId), cancel);

    /// <summary>Null when there is no such role.</summary>
    internal static async Task<Role?> RoleAsync(AwsSession aws, string name, CancellationToken cancel)
    {
        try
        {
            return (await aws.Client<IAmazonIdentityManagementService>().GetRoleAsync(new GetRoleRequest { RoleName = name }, cancel).ConfigureAwait(false)).Role;
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }
}
