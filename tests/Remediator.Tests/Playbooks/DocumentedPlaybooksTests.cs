using System.Text.RegularExpressions;
using Remediator.Playbooks;

namespace Remediator.Tests.Playbooks;

/// <summary>Playbooks in the documentation are as true as those that ship.</summary>
public sealed partial class DocumentedPlaybooksTests
{
    public static TheoryData<string> Pages
    {
        get
        {
            var root = Repository.Root;
            var docs = Path.Combine(root, "docs");
            var pages = new[] { Path.Combine(root, "README.md"), Path.Combine(root, "CONTRIBUTING.md") }
                .Where(File.Exists)
                .Concat(Directory.Exists(docs) ? Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories) : []);
            return [.. pages.Select(p => Path.GetRelativePath(root, p).Replace('\\', '/'))];
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_playbook_on_a_page_loads(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");
        foreach (Match block in YamlBlock().Matches(text))
        {
            var yaml = block.Groups["yaml"].Value;
            if (!yaml.StartsWith("id:", StringComparison.Ordinal))
                continue;

            // Line feeds in front make the places in faults those of the page; files of tests lie in the playbooks folder.
            var before = text[..block.Groups["yaml"].Index].Count(c => c == '\n');
            var result = new PlaybookLoader().Load([new PlaybookText(page, new string('\n', before) + yaml)], path => File.Exists(Path.Combine(Repository.Playbooks, Path.GetRelativePath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!), Path.Combine(Repository.Root, path)))));
            Assert.True(result is PlaybookLoadResult.Loaded, result is PlaybookLoadResult.Faulty faulty ? string.Join('\n', faulty.Faults) : "");
        }
    }

    [GeneratedRegex(@"^```ya?ml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
