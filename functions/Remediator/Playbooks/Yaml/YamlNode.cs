namespace Remediator.Playbooks.Yaml;

/// <summary>A piece of YAML with its place in the file: what the loader's faults point at.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>The node below, by keys and indexes; this one or the deepest that exists when there is none.</summary>
    public YamlNode At(params ReadOnlySpan<object> path)
    {
        var node = this;
        foreach (var part in path)
        {
            var next = (node, part) switch
            {
                (YamlMapping mapping, string key) => mapping.Entries.FirstOrDefault(e => e.Key.Text == key)?.Value,
                (YamlSequence sequence, int index) when index < sequence.Items.Count => sequence.Items[index],
                _ => null,
            };
            if (next is null)
                return node;
            node = next;
        }

        return node;
    }
}

/// <param name="Quoted">Text for certain: quoted, or a block.</param>
internal sealed record YamlScalar(string Text, bool Quoted, int Line, int Column) : YamlNode(Line, Column);

internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

internal sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column);

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
