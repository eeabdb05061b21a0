using System.Text;
using System.Text.Json;
using Amazon.Lambda.DynamoDBEvents;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;
using Item = System.Collections.Generic.Dictionary<string, Amazon.Lambda.DynamoDBEvents.AttributeValue>;

namespace Remediator.Tests.Execution.Ledgers;

public sealed class OutboxImageTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(1_500)]
    public void Reads_what_the_ledger_writes(int changes)
    {
        var record = Records.Instance() with { Changes = [.. Enumerable.Range(0, changes).Select(i => Records.Verified(Records.Groups($"eni-{i}", ["sg-1"])))] };
        var entry = Records.Entry(record, NoticeKind.Failed);

        var read = OutboxImage.Read(Image(entry))!;

        Assert.Equal((entry.Id, entry.Kind, changes), (read.Id, read.Kind, read.Record.Changes.Length));
    }

    [Fact]
    public void Other_items_and_delivered_entries_are_none()
    {
        var image = Image(Records.Entry(Records.Instance()));
        Assert.Null(OutboxImage.Read(null));
        Assert.Null(OutboxImage.Read(new Item { ["sk"] = new() { S = "execution" } }));

        image["list"] = new() { S = "delivered" };
        Assert.Null(OutboxImage.Read(image));
    }

    [Fact]
    public void An_entry_that_cannot_be_read_fails_loudly()
    {
        var image = Image(Records.Entry(Records.Instance()));
        image["body"] = new() { S = "{}" };

        Assert.Throws<JsonException>(() => OutboxImage.Read(image));
    }

    /// <summary>The item that a save writes, as the stream shows it.</summary>
    private static Item Image(OutboxEntry entry)
    {
        var body = RecordJson.Write(entry);
        return new Item
        {
            ["pk"] = new() { S = $"execution#{entry.Record.Id}" },
            ["sk"] = new() { S = $"outbox#{entry.Id}" },
            ["list"] = new() { S = "outbox" },
            ["body"] = body.Length < 20_000 ? new() { S = body } : new() { B = Compressed(body) },
        };
    }

    private static byte[] Compressed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
