using System.Text.Json;
using Remediator.Tools.ClientGenerator;
using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Aws.Tests.Generator;

public sealed class ServiceTests
{
    private const string Model =
        """
        {
          "metadata": { "protocol": "json", "serviceId": "Zoo", "apiVersion": "2020-01-01" },
          "operations": { "Feed": { "name": "Feed", "input": { "shape": "FeedRequest" }, "errors": [ { "shape": "Bitten" }, { "shape": "NotHungry" } ] }, "Peek": { "name": "Peek", "authtype": "none" } },
          "shapes": {
            "FeedRequest": { "type": "structure", "members": { "animal": { "shape": "Animal" }, "note": { "shape": "Text" } } },
            "Animal": { "type": "structure", "members": { "name": { "shape": "Text" }, "parent": { "shape": "Animal" } } },
            "Bitten": { "type": "structure", "members": { "by": { "shape": "Animal" } }, "exception": true },
            "NotHungry": { "type": "structure", "members": {}, "exception": true },
            "Text": { "type": "string" }
          }
        }
        """;

    [Fact]
    public void Only_what_the_operations_reach_is_generated() =>
        Assert.Equal(["Animal", "Text"], Zoo(new()).Inputs.Select(shape => shape.Name));

    [Fact]
    public void Keep_cuts_members_and_what_only_they_reach()
    {
        var zoo = Zoo(new() { ["FeedRequest"] = ["note"] });
        Assert.Equal(["Text"], zoo.Inputs.Select(shape => shape.Name));
    }

    [Theory]
    [InlineData("Anmal", "name")]
    [InlineData("Animal", "nme")]
    public void A_misspelt_keep_is_refused(string shape, string member)
    {
        var fault = Assert.Throws<GeneratorException>(() => Zoo(new() { [shape] = [member] }));
        Assert.Contains(shape, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_exceptions_unless_the_manifest_names_some()
    {
        Assert.Equal(["Bitten", "NotHungry"], Zoo([]).Errors.Select(shape => shape.Name));

        var zoo = Zoo([], errors: ["NotHungryException"]);
        Assert.Equal(["NotHungry"], zoo.Errors.Select(shape => shape.Name));
        Assert.Empty(zoo.ErrorMembers);
        Assert.Empty(Zoo([], errors: []).Errors);
    }

    [Fact]
    public void An_error_that_no_operation_answers_with_is_refused_by_name() =>
        Assert.Contains("HungryException", Assert.Throws<GeneratorException>(() => Zoo([], errors: ["HungryException"])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_operation_is_refused_by_name()
    {
        var fault = Assert.Throws<GeneratorException>(() => Zoo([], "Clean"));
        Assert.Contains("Clean", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_without_a_signature_is_refused() =>
        Assert.Throws<GeneratorException>(() => Zoo([], "Peek"));

    [Theory]
    [InlineData("t2.micro", "T2Micro")]
    [InlineData("RSA_2048", "RSA_2048")]
    [InlineData("ap-south-1", "ApSouth1")]
    [InlineData("2xlarge", "_2xlarge")]
    [InlineData("Value", "Value_")]
    public void Enumeration_values_get_the_official_names(string value, string name) =>
        Assert.Equal(name, Identifiers.OfEnumerationValue(value));

    private static Service Zoo(Dictionary<string, HashSet<string>> keep, string operation = "Feed", IReadOnlyList<string>? errors = null) =>
        new(new ServiceManifest { Model = "zoo", Namespace = "Zoo", Client = "AmazonZoo", Operations = [operation], Keep = keep, Errors = errors },
            new ServiceModel(JsonDocument.Parse(Model).RootElement));
}
