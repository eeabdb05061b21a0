using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Cli.Sandbox;
using Remediator.Execution;

namespace Remediator.Tests.Sandbox;

/// <summary>A sandbox on a clock that stands still, and the administrator's session in its account.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    private AwsSession? _session;

    protected ManualTime Clock { get; } = new();

    protected SandboxServer Sandbox { get; private set; } = null!;

    protected SandboxAccount Account => Sandbox.Account;

    protected SandboxRegion Region => Account.Region("us-east-1");

    protected AwsSession Session => _session ??= Sandbox.Session();

    protected IAmazonEC2 Ec2 => Session.Client<IAmazonEC2>();

    protected virtual SandboxOptions Options => new() { Clock = Clock };

    public async Task InitializeAsync() => Sandbox = await SandboxServer.StartAsync(Options);

    public async Task DisposeAsync()
    {
        _session?.Dispose();
        await Sandbox.DisposeAsync();
    }

    protected static Filter By(string name, string value) => new() { Name = name, Values = [value] };

    /// <summary>The code of the error with which AWS answers.</summary>
    protected static async Task<string> ErrorOf(Func<Task> call) => (await Assert.ThrowsAnyAsync<AmazonServiceException>(call)).ErrorCode;
}
