using System.Diagnostics;
using Remediator.Benchmark.Loopback;

namespace Remediator.Benchmark.Measuring;

/// <summary>One finding from start to answer.</summary>
/// <param name="Contained">Until the last call that contains the instance reached the endpoint.</param>
/// <param name="Answered">Until the function had answered, with everything read back and recorded.</param>
/// <param name="Before">The calls until then, the containing ones among them.</param>
/// <param name="All">Every call.</param>
internal sealed record Containment(TimeSpan Contained, TimeSpan Answered, IReadOnlyList<AwsCall> Before, IReadOnlyList<AwsCall> All)
{
    /// <summary>The longest chain of calls of which each began after the one before was answered.</summary>
    /// <remarks>Means something only where each call takes much longer than what the function does between them.</remarks>
    public int Rounds
    {
        get
        {
            var (rounds, end) = (0, 0L);
            foreach (var call in Before.OrderBy(c => c.End))
            {
                if (call.Start >= end)
                {
                    (rounds, end) = (rounds + 1, call.End);
                }
            }

            return rounds;
        }
    }

    public static Containment Of(long start, long end, IReadOnlyList<AwsCall> calls)
    {
        var last = calls.Where(c => c.Contains).Max(c => c.Start);
        return new Containment(Stopwatch.GetElapsedTime(start, last), Stopwatch.GetElapsedTime(start, end), [.. calls.Where(c => c.Start <= last)], calls);
    }
}
