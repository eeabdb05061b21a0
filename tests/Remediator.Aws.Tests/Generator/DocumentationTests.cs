using System.Globalization;
using Remediator.Aws.Tests.ProtocolTests;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Aws.Tests.Generator;

/// <summary>docs/aws-clients.md tells numbers that change when an operation is added.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(TestFiles.Repository, "docs", "aws-clients.md"));

    private static readonly string Clients = Path.Combine(TestFiles.Repository, "functions", "Remediator.Aws");

    [Fact]
    public void The_page_tells_how_many_operations_are_generated()
    {
        var services = Manifest.Load(Path.Combine(Clients, "operations.json")).Services;
        Assert.Contains($"{services.Count} services, {services.Sum(service => service.Operations.Count)} operations", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_tells_about_how_many_lines_that_is()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(Clients, "Generated"), "*.g.cs", SearchOption.AllDirectories).Sum(file => File.ReadLines(file).Count());
        var thousands = Math.Round(lines / 1000.0).ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"about {thousands},000 lines, in one assembly", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_tells_how_many_cases_are_excluded()
    {
        var (all, excluded) = (ProtocolCases.All.Count, Exclusions.ReasonByCase.Count);
        Assert.Contains($"Of {all} cases {all - excluded} pass; {excluded} are excluded", Page, StringComparison.Ordinal);
    }
}
