using System.Globalization;
using System.Text;
using Amazon.Lambda.Core;

namespace Remediator.Lambda.Tests.Support;

/// <summary>The function that this assembly is when it runs as a process: tells what it sees there.</summary>
internal static class SampleFunction
{
    public static Task<int> Main()
    {
        var bootstrap = LambdaBootstrap.ForThisProcess(TimeProvider.System);
        bootstrap.Hooks.BeforeExit(_ =>
        {
            bootstrap.Log.LogInformation("flushed");
            return Task.CompletedTask;
        });
        return bootstrap.RunAsync(InitializeAsync, HandleAsync);
    }

    private static Task InitializeAsync(CancellationToken cancellation) =>
        Environment.GetEnvironmentVariable("SAMPLE_INIT") == "fails" ? throw new InvalidOperationException("told to fail") : Task.CompletedTask;

    private static Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, ILambdaContext context, CancellationToken cancellation)
    {
        context.Logger.LogInformation("handling");
        var answer = Encoding.UTF8.GetString(payload.Span) switch
        {
            "\"heap\"" => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes.ToString(CultureInfo.InvariantCulture),
            "\"memory\"" => context.MemoryLimitInMB.ToString(CultureInfo.InvariantCulture),
            "\"trace\"" => Environment.GetEnvironmentVariable(LambdaSettings.TraceIdVariable),
            "\"descriptor\"" => Environment.GetEnvironmentVariable(LambdaSettings.TelemetryLogVariable) ?? "gone",
            var other => throw new InvalidOperationException($"No such question: {other}"),
        };
        return Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(answer ?? ""));
    }
}
