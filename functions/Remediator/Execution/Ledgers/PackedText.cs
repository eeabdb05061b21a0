using System.IO.Compression;
using System.Text;
using Item = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Remediator.Execution.Ledgers;

/// <summary>Text in an item: readable while it is short, compressed where it would eat up the 400 KB that an item may have.</summary>
internal static class PackedText
{
    /// <summary>Up to here a person reading the table in the console is worth more than the space.</summary>
    private const int ReadableLimit = 32 * 1024;

    public static Item Pack(string text) => Encoding.UTF8.GetByteCount(text) <= ReadableLimit ? new Item { S = text } : Compress(text);

    public static Item Compress(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        packed.Position = 0;
        return new Item { B = packed };
    }

    public static string Unpack(Item item) => Unpack(item.S, item.B?.ToArray());

    /// <summary>For either form of an item's value: the client's and the stream's.</summary>
    public static string Unpack(string? text, byte[]? packed)
    {
        if (packed is null)
        {
            return text ?? "";
        }

        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static long Size(Item item) => item.B?.Length ?? Encoding.UTF8.GetByteCount(item.S ?? "");
}
