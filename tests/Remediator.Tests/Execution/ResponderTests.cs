using System.Collections.Immutable;
using System.Text;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Execution;

public sealed class ResponderTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryLedger _ledger;
    private readonly AskedBroker _broker = new();

    public ResponderTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task Records_the_entries_of_a_list_that_cannot_be_read_beside_the_others()
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Playbooks, "samples", "guardduty", "ssh-bruteforce-target.json"));

        var responses = await Responder().RespondAsync(Encoding.UTF8.GetBytes($$"""[{{sample}},{"made":"up"}]"""), PlaybookMode.Observe, "worker", CancellationToken.None);

        Assert.Equal([typeof(Response.Ran), typeof(Response.Rejected)], responses.Select(r => r.GetType()));
        Assert.Equal("rejected", Assert.Single(await _ledger.ListUnmatchedAsync(10, CancellationToken.None)).Outcome);
        Assert.Contains("entry 2: ", Assert.IsType<Response.Rejected>(responses[1]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_credentials_where_the_resource_is_and_not_where_the_finding_is()
    {
        var here = new ResourceRef(ResourceKinds.Role, "web-server");
        var elsewhere = new ResourceRef(ResourceKinds.Role, "app-server")
        {
            Details = ImmutableDictionary<string, string>.Empty.Add(ResourceDetails.Account, "444455556666").Add(ResourceDetails.Region, "us-east-1"),
        };

        await Responder().RespondAsync(Some.Finding(here, elsewhere), PlaybookMode.Observe, "worker", byOperator: false, CancellationToken.None);

        Assert.Equal(["app-server in 444455556666 us-east-1", "web-server in 111122223333 eu-west-1"], _broker.Asked.Order());
        Assert.Equal(["111122223333", "444455556666"], (await _ledger.ListAsync(10, CancellationToken.None)).Select(r => r.Finding.Account).Order());
    }

    [Fact]
    public async Task Two_accounts_with_a_role_of_the_same_name_are_two_executions()
    {
        var here = new ResourceRef(ResourceKinds.Role, "web-server");
        var elsewhere = here with { Details = ImmutableDictionary<string, string>.Empty.Add(ResourceDetails.Account, "444455556666") };

        await Responder().RespondAsync(Some.Finding(here, elsewhere, here), PlaybookMode.Observe, "worker", byOperator: false, CancellationToken.None);

        Assert.Equal(["111122223333", "444455556666"], (await _ledger.ListAsync(10, CancellationToken.None)).Select(r => r.Key.Account).Order());
    }

    private Responder Responder() =>
        new(new PlaybookMatcher([Some.Playbook("cut-role-sessions")]), new RemediationRunner(_ledger, _broker, ControlSource.InMemory(_time), _time, new RunnerOptions()), _ledger, _time);

    private sealed class AskedBroker : ICredentialBroker
    {
        public List<string> Asked { get; } = [];

        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel)
        {
            Asked.Add($"{resource.Id} in {finding.Account} {finding.Region}");
            throw new RemediationException("there are none in this test");
        }
    }
}
