using System.IO.Compression;
using Remediator.Benchmark.Measuring;

namespace Remediator.Benchmark.Reporting;

/// <summary>The table of candidates and the figures with budgets, as text.</summary>
internal sealed class Report(IReadOnlyDictionary<Candidate, Samples> samples, double engineMilliseconds, double matchMicroseconds, string package)
{
    private static readonly (string Title, Func<Samples, double> Value)[] Columns =
    [
        ("cold", s => Samples.Median(s.Cold)),
        ("answered", s => Samples.Median(s.ColdAnswered)),
        ("cpu", s => Samples.Median(s.ColdCpu)),
        ("warm", s => Samples.Median(s.Warm)),
        ("cpu", s => Samples.Median(s.WarmCpu)),
        ("cold+20", s => Samples.Median(s.Distant)),
        ("calls", s => s.Calls),
        ("rounds", s => s.Rounds),
        ("all", s => s.AllCalls),
        ("MB", s => s.PeakMegabytes),
    ];

    public IReadOnlyList<Figure> Figures { get; } = [.. Budgets(samples, engineMilliseconds, matchMicroseconds, package)];

    public IEnumerable<string> Lines()
    {
        yield return $"{"",-34}{string.Concat(Columns.Select(c => $"{c.Title,9}"))}";
        foreach (var (candidate, measured) in samples)
        {
            yield return $"{candidate.Name,-34}{string.Concat(Columns.Select(c => $"{Figure.Number(c.Value(measured)),9}"))}";
        }

        yield return "";
        yield return "cold, answered: ms from process start to the last containing call, and to the function's answer; cpu: ms of user and system time.";
        yield return "warm: ms from the event to the last containing call, later events of the same process. cold+20: cold, with 20 ms added to every AWS call.";
        yield return "calls, rounds: AWS calls until contained, and how many of them one after the other; all: until answered. MB: peak memory after 100 more findings.";
        yield return "";
        foreach (var figure in Figures)
        {
            yield return figure.ToString();
        }
    }

    private static IEnumerable<Figure> Budgets(IReadOnlyDictionary<Candidate, Samples> samples, double engine, double match, string package)
    {
        var boto3 = Of(Candidate.Boto3);
        if (Of(Candidate.ReadyToRun) is { } r2r)
        {
            yield return new Figure("ReadyToRun: process start to containment", Samples.Median(r2r.Cold), "ms", 200);
            if (boto3 is not null)
            {
                yield return new Figure("ReadyToRun: share of boto3's cold time", 100 * Samples.Median(r2r.Cold) / Samples.Median(boto3.Cold), "%", 50);
            }

            yield return new Figure("ReadyToRun: warm, event to containment", Samples.Median(r2r.Warm), "ms", 20);
            yield return new Figure("Sequential AWS calls until contained, ledger included", r2r.Rounds, "", 4);
            yield return new Figure("ReadyToRun: peak memory after a burst", r2r.PeakMegabytes, "MB", 128);
        }

        if (Of(Candidate.NativeAot) is { } aot)
        {
            yield return new Figure("Native AOT: process start to containment", Samples.Median(aot.Cold), "ms", 40);
            if (boto3 is not null)
            {
                yield return new Figure("Native AOT: share of boto3's cold time", 100 * Samples.Median(aot.Cold) / Samples.Median(boto3.Cold), "%", 10);
            }

            yield return new Figure("Native AOT: warm, event to containment", Samples.Median(aot.Warm), "ms", 20);
        }

        yield return new Figure("Deployment package (ReadyToRun), zipped", Zipped(package), "MB", 5);
        yield return new Figure("Engine time per finding, without AWS calls", engine, "ms", 1);
        yield return new Figure("Matching one finding against 200 playbooks", match, "us", 20);

        Samples? Of(string name) => samples.FirstOrDefault(s => s.Key.Name == name).Value;
    }

    private static double Zipped(string folder)
    {
        using var zip = new MemoryStream();
        // As small as what zip makes by default; .NET's own default is made for speed.
        ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        return zip.Length / 1e6;
    }
}
