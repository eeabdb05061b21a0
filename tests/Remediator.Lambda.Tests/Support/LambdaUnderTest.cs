using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Remediator.Lambda.Tests.Support;

/// <summary>The real loop against the fake Runtime API, in an environment made of a dictionary.</summary>
internal sealed class LambdaUnderTest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _output = new();
    private readonly Dictionary<string, string?> _variables;
    private readonly LambdaHost _host;
    private Action _onTermination = () => { };
    private Task<int> _run = Task.FromResult(0);

    public LambdaUnderTest(TimeProvider? time = null, Action<string?>? flowTraceId = null, params (string Name, string? Value)[] variables)
    {
        _variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        _variables.TryAdd("AWS_LAMBDA_RUNTIME_API", Api.Address);
        _host = new LambdaHost
        {
            ReadVariable = name => _variables.GetValueOrDefault(name),
            SetVariable = (name, value) => VariablesSet.Enqueue((name, value)),
            OnTermination = callback =>
            {
                _onTermination = callback;
                return _stop;
            },
        };
        var settings = LambdaSettings.Read(_host.ReadVariable);
        var log = new LambdaLog(settings, _output, time ?? TimeProvider.System);
        Bootstrap = new LambdaBootstrap(settings, _host, log, time ?? TimeProvider.System) { FlowTraceId = flowTraceId };
    }

    public FakeRuntimeApi Api { get; } = new();

    public LambdaBootstrap Bootstrap { get; }

    public ConcurrentQueue<(string Name, string? Value)> VariablesSet { get; } = [];

    public string Log => Encoding.UTF8.GetString(_output.ToArray());

    public JsonElement[] JsonLog =>
        [.. Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public static LambdaHandler Answers(string answer) =>
        (_, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(answer));

    public static LambdaHandler Throws(Exception exception) => (_, _, _) => throw exception;

    public void Start(LambdaHandler handler, Func<CancellationToken, Task>? init = null) =>
        _run = Task.Run(() => Bootstrap.RunAsync(init, handler, CancellationToken.None));

    /// <summary>What SIGTERM does.</summary>
    public void Terminate() => _onTermination();

    public Task<int> ExitCodeAsync() => _run.WaitAsync(TimeSpan.FromSeconds(30));

    public Task<int> StopAsync()
    {
        Terminate();
        return ExitCodeAsync();
    }

    public void Dispose()
    {
        Api.Dispose();
        _stop.Dispose();
        _output.Dispose();
    }
}
