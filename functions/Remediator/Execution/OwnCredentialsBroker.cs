using Amazon.Runtime;
using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Hands out the credentials that it was given: for a workstation, where the operator's own are the limit.</summary>
/// <param name="account">The account that they belong to; a finding of another is refused. Null for an emulator that stands for any.</param>
public sealed class OwnCredentialsBroker(AWSCredentials credentials, string? account, AwsEndpoint endpoint) : ICredentialBroker
{
    /// <exception cref="RemediationException">The finding is about another account.</exception>
    public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
        account is null || account == finding.Account || (remediations.Count > 0 && remediations.All(r => r.IsOrganizational))
            ? Task.FromResult(new AwsSession(credentials, finding.Account, finding.Region, finding.Partition, endpoint))
            : throw new RemediationException($"the finding is about account {finding.Account}, the credentials are for account {account}");
}
