using System.Text.RegularExpressions;

namespace Remediator.Tests.Docs;

/// <summary>Every test that the README gives as the proof of a promise is there.</summary>
public sealed partial class PromiseTests
{
    public static TheoryData<string, string> Proofs
    {
        get
        {
            var proofs = new TheoryData<string, string>();
            foreach (Match match in Link.Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))))
            {
                proofs.Add(match.Groups["file"].Value, match.Groups["test"].Value);
            }

            return proofs;
        }
    }

    [Theory]
    [MemberData(nameof(Proofs))]
    public void A_linked_test_exists(string file, string test)
    {
        var path = Path.Combine(Repository.Root, file);

        Assert.True(File.Exists(path), $"The README links {file}.");
        Assert.True(test.Length == 0 || Declares(File.ReadAllText(path), test), $"{file} has no test {test}.");
    }

    [Fact]
    public void Every_promise_names_a_test_that_proves_it()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        var section = readme.Split("## What is promised\n")[1].Split("\n## ")[0];
        var promises = section.Split("\n- ").Skip(1).ToList();

        Assert.NotEmpty(promises);
        Assert.DoesNotContain(promises, p => !Link.Matches(p).Any(m => m.Groups["test"].Success));
    }

    private static bool Declares(string source, string test) => Regex.IsMatch(source, $@"public (async Task|Task|void) {Regex.Escape(test)}\(");

    [GeneratedRegex("""\]\((?<file>tests/[^ )#]+)(?:#(?<test>\w+))?\)""")]
    private static partial Regex Link { get; }
}
