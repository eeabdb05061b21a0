namespace Remediator.Benchmark.Measuring;

/// <summary>What was measured of one candidate.</summary>
internal sealed class Samples
{
    public List<double> Cold { get; } = [];

    public List<double> ColdAnswered { get; } = [];

    public List<double> ColdCpu { get; } = [];

    public List<double> Warm { get; } = [];

    public List<double> WarmCpu { get; } = [];

    /// <summary>A cold start where each AWS call takes as long as in one Region.</summary>
    public List<double> Distant { get; } = [];

    public int Calls { get; set; }

    public int Rounds { get; set; }

    public int AllCalls { get; set; }

    /// <summary>Calls that were answered with an error; some are how AWS says that there is no such thing.</summary>
    public List<string> Failed { get; } = [];

    public double PeakMegabytes { get; set; }

    public static double Median(IReadOnlyList<double> values) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
