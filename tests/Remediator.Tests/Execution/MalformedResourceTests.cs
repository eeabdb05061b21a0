using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Execution;

public sealed class MalformedResourceTests
{
    [Theory]
    [InlineData(PlaybookMode.Observe)]
    [InlineData(PlaybookMode.Enforce)]
    public async Task Asks_for_no_credentials_when_the_id_could_name_more_than_one_resource(PlaybookMode mode)
    {
        var time = new ManualTime();
        var resource = new ResourceRef(ResourceKinds.Bucket, "*");
        var runner = new RemediationRunner(new InMemoryLedger(time), new NoBroker(), ControlSource.InMemory(time), time, new RunnerOptions());

        var result = await runner.RunAsync(new RunRequest(Some.Finding(resource), Some.Playbook(), resource, mode, "worker"), CancellationToken.None);

        var record = Assert.IsType<RunResult.Ran>(result).Record;
        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("the id of the resource is not one of a AWS::S3::Bucket", record.Failure, StringComparison.Ordinal);
    }

    private sealed class NoBroker : ICredentialBroker
    {
        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
            throw new InvalidOperationException("credentials were asked for");
    }
}
