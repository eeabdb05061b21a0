using System.Text;
using Remediator.Cli.Output;

namespace Remediator.Cli.Incidents;

/// <summary>Lines of at most so many characters, broken at spaces, each continued under its own beginning.</summary>
internal sealed class WrappedText(int width)
{
    private readonly StringBuilder _text = new();

    /// <param name="indent">Columns before the line.</param>
    /// <param name="hanging">More columns before its continuations.</param>
    public void Add(int indent, string line, int hanging = 2)
    {
        var start = indent;
        var rest = Shown.Text(line).AsSpan().TrimEnd();
        do
        {
            var room = Math.Max(20, width - start);
            var length = rest.Length <= room ? rest.Length : BreakAt(rest, room);
            _text.Append(' ', start).Append(rest[..length].TrimEnd()).Append('\n');
            rest = rest[length..].TrimStart();
            start = indent + hanging;
        }
        while (!rest.IsEmpty);
    }

    public void Blank() => _text.Append('\n');

    public override string ToString() => _text.ToString();

    /// <summary>After the last space that fits; a word that is longer than a line is cut, but never within a character.</summary>
    private static int BreakAt(ReadOnlySpan<char> text, int room)
    {
        var space = text[..(room + 1)].LastIndexOf(' ');
        return space > 0 ? space : char.IsHighSurrogate(text[room - 1]) ? room - 1 : room;
    }
}
