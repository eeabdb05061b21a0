using Amazon.Runtime;

namespace Remediator.Aws.Tests.Moto;

/// <summary>A moto_server of its own for one test class; none where moto is missing, since the tests are skipped then.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private MotoProcess? _moto;

    public string Url => _moto!.Url;

    public AWSCredentials Credentials { get; } = new BasicAWSCredentials("AKIDEXAMPLE", "secret");

    public async Task InitializeAsync() => _moto = MotoProcess.Missing is null ? await MotoProcess.StartAsync() : null;

    public Task DisposeAsync()
    {
        _moto?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The configuration of any generated client, pointed at this server.</summary>
    public T Config<T>() where T : ClientConfig, new() => new() { ServiceURL = Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 };
}

/// <summary>A test against moto; reported as skipped, with what to install, where moto is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = MotoProcess.Missing;
}
