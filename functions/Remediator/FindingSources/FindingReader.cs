using System.Text;
using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Reads findings out of any document: an event, a bare finding, a list of them, or a message that wraps one.</summary>
/// <remarks>
/// Never throws, whatever it is given. What isn't a finding is rejected with a sentence that says what it looked like.
/// A list with some readable entries is <see cref="SourceResult.Parsed"/>, and says what it skipped.
/// </remarks>
public static class FindingReader
{
    /// <summary>Characters or bytes of one document; an event has at most 1 MB, an answer of 100 findings some more.</summary>
    public const int LongestDocument = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static SourceResult Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestDocument)
            return TooLong(utf8.Length);
        try
        {
            return Read(Strict.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            return new SourceResult.Rejected("the document is not UTF-8 text");
        }
    }

    public static SourceResult Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ReadText(json, "the document", Unwrapper.DeepestNesting);
    }

    public static SourceResult Read(JsonElement document) => ReadElement(document, Unwrapper.DeepestNesting);

    internal static SourceResult ReadElement(JsonElement document, int nesting)
    {
        foreach (var source in FindingSourceCatalogue.All)
        {
            if (source.Recognizes(document))
                return source.Read(document);
        }

        return Unwrapper.TryRead(document, nesting)
            ?? new SourceResult.Rejected($"{DocumentDescription.Of(document)}, which no finding source reads; the sources are {string.Join(", ", FindingSourceCatalogue.All.Select(s => s.Name))}");
    }

    internal static SourceResult ReadText(string json, string what, int nesting)
    {
        if (json.Length > LongestDocument)
            return TooLong(json.Length);
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(json.StartsWith('\uFEFF') ? 1 : 0));
            return ReadElement(document.RootElement, nesting);
        }
        catch (JsonException e)
        {
            return new SourceResult.Rejected($"{what} is not JSON: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {Reason(e)}");
        }
        catch (ArgumentException)
        {
            return new SourceResult.Rejected($"{what} is not JSON: it holds half of a surrogate pair, which is no text");
        }
    }

    /// <summary>The parser's sentence without the position, which it counts from zero.</summary>
    private static string Reason(JsonException e)
    {
        var position = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var sentence = SafeText.Quote(position < 0 ? e.Message : e.Message[..position], 200);
        return sentence[1..^1];
    }

    private static SourceResult.Rejected TooLong(int length) =>
        new($"the document has {length / (1024 * 1024)} MB; one may have {LongestDocument / (1024 * 1024)}. Split a saved list into several files");
}
