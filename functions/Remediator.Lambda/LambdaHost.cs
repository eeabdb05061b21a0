#pragma warning disable RS0030 // This file is where the loop meets the process: environment, standard output, signals.
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Remediator.Lambda;

/// <summary>The few things that only the process can do, so that everything else can be tested without one.</summary>
public sealed record LambdaHost
{
    public required Func<string, string?> ReadVariable { get; init; }

    public required Action<string, string?> SetVariable { get; init; }

    /// <summary>Calls back when the process is asked to end, until disposed.</summary>
    public required Func<Action, IDisposable> OnTermination { get; init; }

    public static LambdaHost ThisProcess { get; } = new()
    {
        ReadVariable = Environment.GetEnvironmentVariable,
        SetVariable = Environment.SetEnvironmentVariable,
        OnTermination = callback => PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            // Else the process would end before the flush.
            signal.Cancel = true;
            callback();
        }),
    };

    /// <summary>Opens the telemetry descriptor, or standard output where there is none.</summary>
    internal Stream OpenLog(LambdaSettings settings)
    {
        if (settings.TelemetryLog is not { } descriptor) return Console.OpenStandardOutput();

        // Child processes must not write frames into the function's log.
        SetVariable(LambdaSettings.TelemetryLogVariable, null);
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }
}
