using System.Collections.Immutable;
using Amazon.SecurityToken;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Remediations;
using Remediator.Tests.Support;

namespace Remediator.Tests.Execution;

public sealed class AssumeRoleBrokerTests : IAsyncLifetime
{
    private const string Execution = "rx-0123456789abcdef0123";

    private SandboxServer _sandbox = null!;
    private AwsSession _functions = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region });
        _functions = _sandbox.Session();
    }

    public async Task DisposeAsync()
    {
        _functions.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Names_the_session_after_the_execution_in_the_account_and_Region_of_the_finding()
    {
        _sandbox.AccountOf("444455556666").AddRole("RemediatorAction");

        using var session = await OpenAsync(Some.Finding() with { Account = "444455556666", Region = "eu-north-1" });

        Assert.Equal(("444455556666", "eu-north-1", "aws"), (session.Account, session.Region, session.Partition));
        await session.Client<IAmazonSecurityTokenService>().GetCallerIdentityAsync(new());
        Assert.Equal($"arn:aws:sts::444455556666:assumed-role/RemediatorAction/{Execution}", _sandbox.Calls[^1].Principal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("11112222333")]
    [InlineData("111122223333:role/Admin")]
    public async Task Assumes_no_role_in_what_is_not_an_account(string account)
    {
        await Assert.ThrowsAsync<RemediationException>(() => OpenAsync(Some.Finding() with { Account = account }));

        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public void Every_remediation_fits_into_a_session_policy_of_each_kind_that_it_acts_on()
    {
        foreach (var (remediation, kind) in RemediationCatalogue.All.SelectMany(r => r.Kinds, (r, k) => (r, k)))
        {
            var longest = new ResourceRef(kind, new string('r', 64)) { Details = ImmutableDictionary<string, string>.Empty };
            var finding = Some.Finding(longest) with { Region = "us-gov-northwest-1", Partition = "aws-us-gov" };

            Assert.InRange(PermissionPolicy.ForSession([remediation], finding, longest).Length, 1, PermissionPolicy.SessionPolicyLimit);
        }
    }

    private Task<AwsSession> OpenAsync(Finding finding) =>
        new AssumeRoleBroker(_functions.Client<IAmazonSecurityTokenService>(), "RemediatorAction", new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 })
            .OpenAsync(finding, Some.Instance(), [RemediationCatalogue.Get("snapshot-volumes")], SessionNames.None, Execution, CancellationToken.None);
}
