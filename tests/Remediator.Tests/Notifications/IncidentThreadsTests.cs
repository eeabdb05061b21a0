using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

/// <summary>What notifiers may rely on, wherever the threads are kept.</summary>
public sealed class IncidentThreadsTests
{
    private static readonly ThreadKey Key = new("arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/f", "C0SEC");

    private readonly ManualTime _time = new();

    [Fact]
    public Task One_message_opens_and_the_others_reply() => OneOpensAsync(new InMemoryThreads(_time));

    [Fact]
    public Task A_first_message_that_is_gone_is_replaced_once() => ReplacedOnceAsync(new InMemoryThreads(_time));

    [NeedsMoto]
    public sealed class OnAws
    {
        private const string Table = "remediator";

        private readonly ManualTime _time = new();
        private AwsSession? _aws;

        [MotoFact]
        public async Task One_message_opens_and_the_others_reply() => await OneOpensAsync(await ThreadsAsync(), _time);

        [MotoFact]
        public async Task A_first_message_that_is_gone_is_replaced_once() => await ReplacedOnceAsync(await ThreadsAsync());

        [MotoFact]
        public async Task The_item_expires_with_the_executions_and_is_no_news_to_the_notifier()
        {
            var threads = await ThreadsAsync();
            await threads.EnterAsync(Key, "a", null, default);
            await threads.OpenAsync(Key, "a", "1.1", default);

            var item = Assert.Single((await _aws!.Client<IAmazonDynamoDB>().ScanAsync(new ScanRequest(Table))).Items);
            Assert.Equal("thread#C0SEC", item[LedgerTable.SortKey].S);
            Assert.Equal($"{(_time.GetUtcNow() + LedgerTable.KeepExecutions).ToUnixTimeSeconds()}", item[LedgerTable.TimeToLiveAttribute].N);
            Assert.Equal(["expires", "message", "pk", "sk"], item.Keys.Order(StringComparer.Ordinal));
        }

        private async Task<DynamoDbThreads> ThreadsAsync()
        {
            var account = await (await MotoServer.GetAsync()).NewAccountAsync();
            _aws = new AwsSession(account.Credentials, account.Id, "eu-central-1", "aws", new AwsEndpoint(account.Url));
            await LedgerTable.CreateAsync(_aws.Client<IAmazonDynamoDB>(), Table, TimeProvider.System, default);
            return new DynamoDbThreads(_aws.Client<IAmazonDynamoDB>(), Table, _time);
        }
    }

    private Task OneOpensAsync(IIncidentThreads threads) => OneOpensAsync(threads, _time);

    private static async Task OneOpensAsync(IIncidentThreads threads, ManualTime time)
    {
        Assert.Equal(new ThreadPlace.First(), await EnterAsync(threads, "a"));
        Assert.Equal(new ThreadPlace.Taken(), await EnterAsync(threads, "b"));
        Assert.Equal(new ThreadPlace.First(), await EnterAsync(threads, "a"));

        await threads.AbandonAsync(Key, "a", default);
        Assert.Equal(new ThreadPlace.First(), await EnterAsync(threads, "b"));

        time.Advance(ThreadPlace.Claim + TimeSpan.FromSeconds(1));
        Assert.Equal(new ThreadPlace.First(), await EnterAsync(threads, "c"));
        await threads.OpenAsync(Key, "b", "1.1", default);
        Assert.Equal(new ThreadPlace.Taken(), await EnterAsync(threads, "d"));

        await threads.OpenAsync(Key, "c", "1.2", default);
        await threads.OpenAsync(Key, "c", "1.3", default);
        Assert.Equal(new ThreadPlace.Reply("1.2"), await EnterAsync(threads, "d"));
        Assert.Equal(new ThreadPlace.First(), await threads.EnterAsync(Key with { Channel = "C0OTHER" }, "d", null, default));
    }

    private static async Task ReplacedOnceAsync(IIncidentThreads threads)
    {
        await EnterAsync(threads, "a");
        await threads.OpenAsync(Key, "a", "1.1", default);

        Assert.Equal(new ThreadPlace.First(), await EnterAsync(threads, "b", "1.1"));
        Assert.Equal(new ThreadPlace.Taken(), await EnterAsync(threads, "c", "1.1"));
        await threads.OpenAsync(Key, "b", "2.1", default);
        Assert.Equal(new ThreadPlace.Reply("2.1"), await EnterAsync(threads, "c", "1.1"));
    }

    private static Task<ThreadPlace> EnterAsync(IIncidentThreads threads, string owner, string? lost = null) => threads.EnterAsync(Key, owner, lost, default);
}
