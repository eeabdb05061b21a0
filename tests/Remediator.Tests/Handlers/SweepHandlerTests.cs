using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Remediator.Execution.Ledgers;
using Remediator.FindingSources;
using Remediator.Handlers;
using Remediator.Lambda;
using Remediator.Planning;
using Remediator.Sweeping;

namespace Remediator.Tests.Handlers;

public sealed class SweepHandlerTests
{
    private const string Schedule = """
        {"version":"0","id":"53dc4d37","detail-type":"Scheduled Event","source":"aws.events","account":"111122223333","time":"2026-03-01T03:00:00Z",
         "region":"eu-west-1","resources":["arn:aws:events:eu-west-1:111122223333:rule/sweep"],"detail":{}}
        """;

    private readonly RecordingContext _context = new();

    [Fact]
    public async Task Logs_the_count_of_each_source_as_a_metric()
    {
        var answer = await HandleAsync(_context, new Lister("guardduty"), new Lister("config"));

        Assert.Equal("""{"guardduty":0,"config":0}""", answer.GetRawText());
        Assert.All(_context.Lines, l => Assert.Contains("\"Namespace\":\"Remediator\"", l, StringComparison.Ordinal));
        Assert.Equal(["guardduty", "config"], _context.Lines.Select(l => l.Split("Source=")[1].Split(' ')[0]));
    }

    [Fact]
    public async Task One_source_that_fails_stops_no_other_and_fails_the_invocation()
    {
        await Assert.ThrowsAsync<AggregateException>(() => HandleAsync(_context, new Lister("guardduty", broken: true), new Lister("config")));

        Assert.Contains(_context.Lines, l => l.StartsWith("Information: Swept", StringComparison.Ordinal) && l.Contains("Source=config", StringComparison.Ordinal));
        Assert.Contains(_context.Lines, l => l.StartsWith("Error: A source could not be swept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_record_is_one_that_CloudWatch_reads_as_a_metric()
    {
        var output = new MemoryStream();
        var settings = LambdaSettings.Read(name => name switch { "AWS_LAMBDA_RUNTIME_API" => "127.0.0.1:9001", "AWS_LAMBDA_LOG_FORMAT" => "JSON", _ => null });
        var log = new LambdaLog(settings, output, new ManualTime());

        await HandleAsync(new LoggingTo(log), new Lister("guardduty"));

        var record = JsonNode.Parse(Encoding.UTF8.GetString(output.ToArray()))!;
        Assert.Equal(("guardduty", 0), ((string?)record["Source"], (int)record["LostFindings"]!));
        var metrics = record["_aws"]!["CloudWatchMetrics"]![0]!;
        Assert.All(metrics["Metrics"]!.AsArray(), m => Assert.NotNull(record[(string)m!["Name"]!]));
        Assert.Equal("""[[],["Source"]]""", metrics["Dimensions"]!.ToJsonString());
        Assert.Equal(JsonValueKind.Number, record["_aws"]!["Timestamp"]!.GetValueKind());
    }

    private static async Task<JsonElement> HandleAsync(ILambdaContext context, params IFindingLister[] listers)
    {
        var time = new ManualTime();
        var ledger = new InMemoryLedger(time);
        foreach (var lister in listers)
        {
            var before = new SweepRun(lister.Source, Records.At, null, Records.At.AddHours(-2), 0, 0, 0);
            await ledger.SaveSweepAsync(before with { IsOpen = true }, default);
            await ledger.SaveSweepAsync(before, default);
        }

        var sweeper = new Sweeper(ledger, ledger, new NoQueues(), new DeliveredFindings([], new HashSet<Lane>()), OwnIdentity.Read(null, "r", null, null), time);
        var schedule = JsonSerializer.Deserialize(Schedule, LambdaEventsJson.Default.CloudWatchEventJsonElement)!;
        return await new SweepHandler(sweeper, listers, "eu-west-1", time).HandleAsync(schedule, context, default);
    }

    private sealed class Lister(string source, bool broken = false) : IFindingLister
    {
        public string Source => source;

        public async IAsyncEnumerable<string> ListAsync(SweepWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            Assert.Equal("111122223333", window.Account);
            await Task.Yield();
            if (broken)
            {
                throw new IOException("down");
            }

            yield break;
        }
    }

    private sealed class NoQueues : ILaneQueues
    {
        public Task SendAsync(Lane lane, string body, CancellationToken cancel) => Task.CompletedTask;
    }

    private sealed class LoggingTo(ILambdaLogger log) : ILambdaContext
    {
        private readonly RecordingContext _inner = new();

        public ILambdaLogger Logger => log;

        public string AwsRequestId => _inner.AwsRequestId;

        public string FunctionName => _inner.FunctionName;

        public string FunctionVersion => _inner.FunctionVersion;

        public string InvokedFunctionArn => _inner.InvokedFunctionArn;

        public string LogGroupName => _inner.LogGroupName;

        public string LogStreamName => _inner.LogStreamName;

        public int MemoryLimitInMB => _inner.MemoryLimitInMB;

        public TimeSpan RemainingTime => _inner.RemainingTime;

        public string? TraceId => null;

        public string? TenantId => null;

        public string? ClientContext => null;

        public string? Identity => null;
    }
}
