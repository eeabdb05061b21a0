using System.Diagnostics;

namespace Remediator.Lambda.Tests.Support;

/// <summary>The sample function as Lambda runs it: a process of its own, with its real environment and signals.</summary>
internal sealed class FunctionProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    public FunctionProcess(FakeRuntimeApi api, string redirection = "", params (string Name, string Value)[] variables)
    {
        // The shell opens descriptors for the function, as Lambda does, and then becomes it.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet \"$0\" {redirection}", typeof(SampleFunction).Assembly.Location])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Address;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The sample function did not start");
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public void Terminate()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return (_process.ExitCode, await _output);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
