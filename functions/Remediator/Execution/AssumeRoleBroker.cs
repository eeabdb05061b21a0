using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Assumes the account's action role with a session policy that allows these remediations on this resource.</summary>
/// <remarks>
/// The home account takes the same way as a member account: the functions themselves hold no power over resources. What is done by
/// the organization to an account of its is done with the home account's role.
/// </remarks>
/// <param name="roleName">Name of the action role in every account.</param>
public sealed class AssumeRoleBroker(IAmazonSecurityTokenService sts, string roleName, AwsEndpoint endpoint) : ICredentialBroker
{
    /// <summary>The shortest session that STS gives, in seconds.</summary>
    private const int SessionSeconds = 900;

    public async Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel)
    {
        if (!ResourceIdShape.IsAccount(finding.Account))
        {
            throw new RemediationException($"'{finding.Account}' is not an account id, so there is no role to assume");
        }

        var policy = PermissionPolicy.ForSession(remediations, finding, resource, names);
        if (policy.Length > PermissionPolicy.SessionPolicyLimit)
        {
            throw new RemediationException(
                $"the session policy for {string.Join(", ", remediations.Select(r => r.Name))} has {policy.Length} characters, over AWS's {PermissionPolicy.SessionPolicyLimit}; split the playbook");
        }

        var account = await AccountAsync(finding.Account, remediations, cancel).ConfigureAwait(false);
        var answer = await sts.AssumeRoleAsync(
            new AssumeRoleRequest
            {
                RoleArn = $"arn:{finding.Partition}:iam::{account}:role/{roleName}",
                RoleSessionName = executionId,
                Policy = policy,
                DurationSeconds = SessionSeconds,
            },
            cancel).ConfigureAwait(false);
        return new AwsSession(answer.Credentials, finding.Account, finding.Region, finding.Partition, endpoint);
    }

    /// <summary>Whose action role it takes.</summary>
    private async Task<string> AccountAsync(string account, IReadOnlyList<Remediation> remediations, CancellationToken cancel)
    {
        if (!remediations.Any(r => r.IsOrganizational))
        {
            return account;
        }

        return remediations.FirstOrDefault(r => !r.IsOrganizational) is { } other
            ? throw new RemediationException($"{other.Name} acts within {account}, and other steps of the playbook on it from the organization: split the playbook")
            : (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancel).ConfigureAwait(false)).Account;
    }
}
