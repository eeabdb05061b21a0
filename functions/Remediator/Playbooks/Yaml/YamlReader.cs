using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Remediator.Playbooks.Yaml;

/// <summary>Reads one YAML document into nodes with places, and refuses what a playbook has no use for.</summary>
/// <remarks>
/// Built on the parser's events: YamlDotNet's object deserializer needs reflection, and its own tree follows aliases, which is
/// how a few lines of YAML become gigabytes. Anchors, aliases, tags and complex keys are refused; size and depth are bounded.
/// </remarks>
internal sealed class YamlReader
{
    private const int MaxLength = 256 * 1024;
    private const int MaxDepth = 16;

    private const string Advice = "check the indentation, the quotes and the brackets before this place";

    private readonly Parser _parser;
    private readonly YamlFaults _faults;

    private YamlReader(string text, YamlFaults faults)
    {
        _parser = new Parser(new StringReader(text));
        _faults = faults;
    }

    /// <summary>The document, or null when it can't be read at all (then there is a fault).</summary>
    public static YamlNode? Read(string text, YamlFaults faults)
    {
        if (text.Length > MaxLength)
        {
            faults.Add(1, 1, $"the file is larger than {MaxLength / 1024} KiB", "a playbook is a few dozen lines; is this the right file?");
            return null;
        }

        var reader = new YamlReader(text, faults);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            faults.Add((int)e.Start.Line, (int)e.Start.Column, $"this is not YAML: {e.Message.TrimEnd('.')}", Advice);
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner on some broken flow collections, a bracket that is not closed for one.
            faults.Add(reader.Line, reader.Column, "this is not YAML: a list or a mapping in brackets does not end", Advice);
            return null;
        }
    }

    private int Line => Math.Max(1, (int)(_parser.Current?.End.Line ?? 1));

    private int Column => Math.Max(1, (int)(_parser.Current?.End.Column ?? 1));

    private YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _faults.Add(1, 1, "the file is empty", "write a playbook or remove the file");
            return null;
        }

        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _faults.Add((int)second.Start.Line, (int)second.Start.Column, "a second document begins here", "put each playbook into its own file");
        return root;
    }

    private YamlNode Node(int depth)
    {
        var current = _parser.Current!;
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        if (depth > MaxDepth)
            throw new YamlException(current.Start, current.End, $"nested deeper than {MaxDepth} levels");
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
            throw new YamlException(current.Start, current.End, "anchors and aliases (& and *) are not allowed in a playbook: repeat the text, and put a pattern that begins with * in quotes");
        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
            _faults.Add(line, column, "YAML tags (!name) have no meaning in a playbook", "remove it; put text in quotes");
        if (_parser.TryConsume<Scalar>(out var scalar))
            return new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, line, column);
        return _parser.TryConsume<SequenceStart>(out _) ? Sequence(depth, line, column) : Mapping(depth, line, column);
    }

    private YamlSequence Sequence(int depth, int line, int column)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new YamlSequence(items, line, column);
    }

    private YamlMapping Mapping(int depth, int line, int column)
    {
        _parser.Consume<MappingStart>();
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlScalar name)
                _faults.Add(key, "a key must be a word", "write key: value");
            else if (!entries.TryAdd(name.Text, new YamlEntry(name, value)))
                _faults.Add(name, $"'{name.Text}' is given twice", $"keep this one or that in line {entries[name.Text].Key.Line}");
        }

        return new YamlMapping([.. entries.Values], line, column);
    }
}
