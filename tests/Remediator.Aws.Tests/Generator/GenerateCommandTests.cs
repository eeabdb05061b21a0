using Remediator.Tools.ClientGenerator;
using Remediator.Tools.ClientGenerator.Models;

namespace Remediator.Aws.Tests.Generator;

public sealed class GenerateCommandTests
{
    /// <summary>Those of the protocol suites, whose models are in the repository; the rest is checked by --check, which needs botocore.</summary>
    [Fact]
    public void The_committed_clients_are_what_the_generator_writes()
    {
        var project = new ClientProject(TestFiles.Project);
        var suites = project.Manifest.Services.Where(service => ProtocolSuite.Is(service.Model));
        foreach (var (path, text) in ClientProject.Generate(suites, model => ProtocolSuite.Load(TestFiles.Project, model)))
            Assert.Equal(text, File.ReadAllText(TestFiles.Path("Generated", path)));
    }

    [Fact]
    public void A_changed_a_missing_and_a_left_over_file_are_differences()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var project = new ClientProject(folder.FullName);
            project.Write(new(StringComparer.Ordinal) { ["A/Same.g.cs"] = "same", ["A/Changed.g.cs"] = "old", ["A/LeftOver.g.cs"] = "" });
            var differences = project.Differences(new(StringComparer.Ordinal) { ["A/Same.g.cs"] = "same", ["A/Changed.g.cs"] = "new", ["A/Missing.g.cs"] = "" });
            Assert.Equal(["Changed.g.cs", "LeftOver.g.cs", "Missing.g.cs"], differences.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_missing_model_folder_is_told_with_what_to_do()
    {
        var fault = Assert.Throws<GeneratorException>(() => new GenerateCommand(new CommandLine(Check: true, Models: "/nowhere"), TextWriter.Null).Run());
        Assert.Contains("/nowhere", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--models", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("--models")]
    public void An_argument_that_is_not_understood_shows_the_usage(string argument)
    {
        var fault = Assert.Throws<GeneratorException>(() => CommandLine.Parse([argument]));
        Assert.Contains("--check", fault.Message, StringComparison.Ordinal);
    }
}
