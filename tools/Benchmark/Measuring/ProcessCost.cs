using System.Globalization;

namespace Remediator.Benchmark.Measuring;

/// <summary>What a process has used so far.</summary>
/// <param name="Cpu">Of all its threads, in user and system mode.</param>
/// <param name="PeakMegabytes">The most memory that it has had resident at one time.</param>
internal sealed record ProcessCost(TimeSpan Cpu, double PeakMegabytes)
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <remarks>The scheduler's own clock: the times of /proc/pid/stat are in steps of 10 ms.</remarks>
    public static ProcessCost Of(int pid)
    {
        var nanoseconds = Directory.EnumerateDirectories($"/proc/{pid}/task").Sum(t => long.Parse(File.ReadAllText(Path.Combine(t, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture));
        var peak = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return new ProcessCost(TimeSpan.FromMilliseconds(nanoseconds / NanosecondsPerMillisecond), double.Parse(peak, CultureInfo.InvariantCulture) / 1024);
    }
}
