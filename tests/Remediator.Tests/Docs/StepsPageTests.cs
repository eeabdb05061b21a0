using Remediator.Cli.Commands;
using Remediator.Remediations;

namespace Remediator.Tests.Docs;

/// <summary>The page of the steps is what the command writes: remediator steps > docs/steps.md.</summary>
public sealed class StepsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "steps.md"));

    [Fact]
    public void Is_as_the_command_writes_it() => Assert.Equal(StepsCommand.Page(), Page);

    [Fact]
    public void Has_a_row_of_five_cells_for_every_step()
    {
        var rows = Page.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.Equal(RemediationCatalogue.All.Select(r => r.Name).Order(StringComparer.Ordinal), rows.Select(r => r.Split('`')[1]));
        Assert.All(rows, r => Assert.Equal(6, r.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|')));
    }
}
