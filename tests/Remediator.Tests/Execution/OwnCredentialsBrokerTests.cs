using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Remediations;

namespace Remediator.Tests.Execution;

public sealed class OwnCredentialsBrokerTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("deny-user", false)]
    [InlineData("delete-root-credentials", true)]
    public async Task Another_account_is_for_steps_alone_that_act_from_the_organization(string? step, bool isOpened)
    {
        var broker = new OwnCredentialsBroker(SandboxKeys.For("999988887777"), "999988887777", new AwsEndpoint("http://localhost"));
        Task Open() => broker.OpenAsync(Some.Finding(), Some.Instance(), step is null ? [] : [RemediationCatalogue.Get(step)], SessionNames.None, "rx-0123456789abcdef0123", CancellationToken.None);

        if (isOpened)
        {
            await Open();
            return;
        }

        Assert.Contains("the credentials are for account 999988887777", (await Assert.ThrowsAsync<RemediationException>(Open)).Message, StringComparison.Ordinal);
    }
}
