using System.Text;

namespace Remediator.Tools.ClientGenerator.CSharp;

/// <summary>Lines of C#, indented by the blocks that are open.</summary>
public sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    public void Open(string header)
    {
        Line(header);
        Line("{");
        _depth++;
    }

    public void Close(string suffix = "")
    {
        _depth--;
        if (_text.Length > 1 && _text[^1] == '\n' && _text[^2] == '\n')
            _text.Length--;
        Line("}" + suffix);
    }

    public override string ToString() => _text.ToString();
}
