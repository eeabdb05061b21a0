using System.Text.Json;

namespace Remediator.Lambda.Tests;

public sealed class ErrorReportTests
{
    public static TheoryData<string> Oversized => ["long message", "escaped message", "long chain", "many causes", "deep tree"];

    [Theory]
    [MemberData(nameof(Oversized))]
    public void Error_report_has_at_most_256_KB_and_stays_valid_JSON(string kind)
    {
        var report = ErrorReport.Write(Build(kind), "Kind");

        Assert.InRange(report.Length, 1, 256 * 1024);
        var json = JsonDocument.Parse(report).RootElement;
        Assert.Equal("Kind", json.GetProperty("errorType").GetString());
        Assert.NotEqual("", json.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public void Names_every_cause_of_an_aggregate()
    {
        var error = new AggregateException(new IOException("a"), new ArgumentException("b"));

        var causes = JsonDocument.Parse(ErrorReport.Write(error, "T")).RootElement.GetProperty("causes");

        Assert.Equal(["IOException", "ArgumentException"], causes.EnumerateArray().Select(cause => cause.GetProperty("errorType").GetString()));
    }

    [Fact]
    public void Writes_a_torn_surrogate_instead_of_throwing()
    {
        var json = JsonDocument.Parse(ErrorReport.Write(new InvalidOperationException("half \ud83d"), "T")).RootElement;

        Assert.StartsWith("half ", json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    private static Exception Build(string kind) => kind switch
    {
        "long message" => new InvalidOperationException(new string('x', 3_000_000)),
        "escaped message" => new InvalidOperationException(new string('\u0001', 3_000_000)),
        "long chain" => Enumerable.Range(0, 500).Aggregate(new InvalidOperationException("root"), (inner, _) => new InvalidOperationException(new string('y', 20_000), inner)),
        "many causes" => new AggregateException(Enumerable.Range(0, 100_000).Select(i => new IOException($"cause {i}"))),
        "deep tree" => Tree(6),
        _ => throw new InvalidOperationException(kind),
    };

    private static AggregateException Tree(int depth) =>
        new(Enumerable.Range(0, 5).Select(i => depth == 0 ? (Exception)new IOException($"leaf {i}") : Tree(depth - 1)));
}
