namespace Remediator.Playbooks.Yaml;

/// <summary>Collects the faults of one file, so that people see all of them at once.</summary>
internal sealed class YamlFaults(string file)
{
    private readonly List<PlaybookFault> _faults = [];

    public IReadOnlyList<PlaybookFault> All => _faults;

    public void Add(YamlNode at, string problem, string advice) => Add(at.Line, at.Column, problem, advice);

    public void Add(int line, int column, string problem, string advice) =>
        _faults.Add(new PlaybookFault(file, line, column, Printable(problem), Printable(advice)));

    // What stands in the file goes to terminals and logs: no control characters, no endless lines.
    private static string Printable(string text)
    {
        var shown = text.Length > 400 ? text[..400] + "..." : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c));
    }
}
