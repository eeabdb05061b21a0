using Amazon.Lambda.SQSEvents;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Handlers;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Handlers;

public sealed class PoisonMessageTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryLedger _ledger;
    private readonly DeadLetters _deadLetters = new();
    private readonly Invocation _invocation = new();

    public PoisonMessageTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task A_poison_message_takes_no_neighbour_along()
    {
        var failed = await HandleAsync(("poison", "not JSON"), ("unmatched", Sample("inspector2/closed.json")), ("failing", Sample("guardduty/c2-activity.json")));

        Assert.Equal(["failing"], failed);
        Assert.Equal("not JSON", Assert.Single(_deadLetters.Sent).Body);
        Assert.Equal(["rejected", "resolved"], (await _ledger.ListUnmatchedAsync(10, CancellationToken.None)).Select(u => u.Outcome).Order());
        Assert.Equal(ExecutionState.Failed, Assert.Single(await _ledger.ListAsync(10, CancellationToken.None)).State);
    }

    [Fact]
    public async Task A_message_that_cannot_be_put_aside_is_delivered_again()
    {
        _deadLetters.Broken = true;

        Assert.Equal(["poison"], await HandleAsync(("poison", "not JSON"), ("unmatched", Sample("inspector2/closed.json"))));
    }

    [Fact]
    public async Task Text_of_a_finding_is_never_in_the_message_of_a_log_record()
    {
        await HandleAsync(("hostile", Sample("guardduty/c2-activity.json").Replace("Backdoor:EC2", "Forged log line", StringComparison.Ordinal)), ("poison", "Forged log line"));

        Assert.NotEmpty(_invocation.Log);
        Assert.DoesNotContain(_invocation.Log, line => line.Contains("Forged", StringComparison.Ordinal));
    }

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Repository.Playbooks, "samples", name));

    private async Task<IEnumerable<string>> HandleAsync(params (string Id, string Body)[] messages)
    {
        var runner = new RemediationRunner(_ledger, new NoCredentials(), ControlSource.InMemory(_time), _time, new RunnerOptions());
        var responder = new Responder(new PlaybookMatcher([Some.Playbook("isolate-instance")]), runner, _ledger, _time);
        var batch = new SQSEvent { Records = [.. messages.Select(m => new SQSEvent.SQSMessage { MessageId = m.Id, Body = m.Body })] };
        var answer = await new RespondHandler(responder, _deadLetters, redelivery: null).HandleAsync(batch, _invocation, CancellationToken.None);
        return answer.BatchItemFailures.Select(f => f.ItemIdentifier);
    }

    private sealed class NoCredentials : ICredentialBroker
    {
        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
            throw new RemediationException("there are none in this test");
    }

    private sealed class DeadLetters : IDeadLetters
    {
        public List<(string Body, string Reason)> Sent { get; } = [];

        public bool Broken { get; set; }

        public Task SendAsync(string body, string reason, CancellationToken cancel)
        {
            if (Broken)
            {
                throw new IOException("the queue is away");
            }

            Sent.Add((body, reason));
            return Task.CompletedTask;
        }
    }
}
