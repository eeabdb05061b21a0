using Remediator.Tools.ClientGenerator;

namespace Remediator.Aws.Tests.Generator;

public sealed class GenerateCommandTests
{
    [Fact]
    public void The_committed_clients_are_what_the_generator_writes()
    {
        using var output = new StringWriter();
        var code = new GenerateCommand(new CommandLine(Check: true, Models: null), output).Run();
        Assert.True(code == 0, output.ToString());
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
