using Remediator.Execution;
using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Handlers;

/// <summary>Opens sessions on another core, while the caller's goes on with the ledger.</summary>
/// <remarks>Here and not in the runner, whose simulations are one thread each.</remarks>
internal sealed class BesideBroker(ICredentialBroker broker) : ICredentialBroker
{
    public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
        Task.Run(
            () =>
            {
                var opening = broker.OpenAsync(finding, resource, remediations, names, executionId, cancel);

                // While STS answers: how the options are read, which the plan needs first, is put together at first use.
                foreach (var remediation in remediations)
                {
                    _ = remediation.OptionsInfo;
                }

                return opening;
            },
            cancel);
}
