using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Aws.Tests.ProtocolTests;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Aws.Tests.Generator;

/// <summary>docs/aws-clients.md tells numbers that change when an operation is added.</summary>
public sealed partial class DocumentationTests
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

    [Fact]
    public void No_exception_is_generated_that_nobody_catches()
    {
        var code = new[] { "functions", "cli", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(TestFiles.Repository, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(file => Words().Matches(File.ReadAllText(file)).Select(word => word.Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(Manifest.Load(Path.Combine(Clients, "operations.json")).Services.SelectMany(service => service.Errors ?? []), error => Assert.Contains(error, code));
    }

    [GeneratedRegex(@"\w+Exception\b")]
    private static partial Regex Words();
}
