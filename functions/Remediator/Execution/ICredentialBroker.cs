using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Hands out the power to act: for these remediations, on this resource, and nothing more.</summary>
public interface ICredentialBroker
{
    /// <param name="names">What the session may reach besides what the finding names: <see cref="SessionNames"/>.</param>
    /// <param name="executionId">For the session name, so that CloudTrail shows which execution made a call.</param>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">The role could not be assumed.</exception>
    Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel);
}
