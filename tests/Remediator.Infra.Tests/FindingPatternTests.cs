using System.Text.Json;
using Remediator.FindingSources;

namespace Remediator.Infra.Tests;

public class FindingPatternTests
{
    [Fact]
    public void Takes_every_event_of_the_source_when_no_types_are_given() =>
        Assert.Equal("""{"source":["aws.a"],"detail-type":["One","Two"]}""", FindingPattern.Of(Route(), []).ToJsonString());

    [Fact]
    public void Keeps_the_conditions_of_the_source() =>
        Assert.Equal("""{"kind":["x"]}""", Detail(Route(detail: """{"kind":["x"]}"""), []));

    [Theory]
    [InlineData("Recon:EC2/Portscan", "\"Recon:EC2/Portscan\"")]
    [InlineData("Recon:*", """{"prefix":"Recon:"}""")]
    [InlineData("*:EC2/*", """{"wildcard":"*:EC2/*"}""")]
    [InlineData("a**b", """{"wildcard":"a*b"}""")]
    [InlineData("a**", """{"wildcard":"a*"}""")]
    [InlineData(@"a\*b", """{"wildcard":"a\\\\*b"}""")]
    public void Turns_a_type_into_the_filter_that_matches_the_same(string type, string filter) =>
        Assert.Equal($$"""{"type":[{{filter}}]}""", Detail(Route(typeField: "type"), [type]));

    [Fact]
    public void Does_not_narrow_when_one_type_is_every_type() =>
        Assert.Null(FindingPattern.Of(Route(typeField: "type"), ["a", "*"])["detail"]);

    [Fact]
    public void Does_not_narrow_a_source_whose_type_is_in_no_single_field() =>
        Assert.Null(FindingPattern.Of(Route(), ["a"])["detail"]);

    [Fact]
    public void Leaves_types_out_when_the_pattern_would_be_too_long()
    {
        string[] types = [.. Enumerable.Range(0, 200).Select(i => $"Backdoor:EC2/Number{i}")];

        var pattern = FindingPattern.Of(Route(detail: """{"kind":["x"]}""", typeField: "type"), types);

        Assert.Equal("""{"kind":["x"]}""", pattern["detail"]!.ToJsonString());
    }

    [Fact]
    public void Stays_under_the_limit_for_every_route_with_every_number_of_types()
    {
        foreach (var route in FindingSourceCatalogue.All.SelectMany(s => s.Routes))
        {
            for (var count = 0; count < 150; count += 7)
                Assert.True(FindingPattern.Length(FindingPattern.Of(route, [.. Enumerable.Range(0, count).Select(i => $"Type{i}:*/Name*")])) <= FindingPattern.Limit);
        }
    }

    private static string Detail(EventRoute route, string[] types) =>
        FindingPattern.Of(route, types)["detail"]!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static EventRoute Route(string? detail = null, string? typeField = null) =>
        new("", Lane.Urgent, ["aws.a"], ["One", "Two"]) { DetailPattern = detail, TypeField = typeField };
}
