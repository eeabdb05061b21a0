using System.Text.Json;
using Remediator.FindingSources;

namespace Remediator.Infra.Tests;

public class FindingPatternTests
{
    [Fact]
    public void Takes_every_event_of_the_source_when_no_types_are_given() =>
        Assert.Equal("""{"source":["aws.a"],"detail-type":["One","Two"]}""", FindingPattern.Of(new Source(), []).ToJsonString());

    [Fact]
    public void Keeps_the_conditions_of_the_source() =>
        Assert.Equal("""{"kind":["x"]}""", Detail(new Source(detail: """{"kind":["x"]}"""), []));

    [Theory]
    [InlineData("Recon:EC2/Portscan", "\"Recon:EC2/Portscan\"")]
    [InlineData("Recon:*", """{"prefix":"Recon:"}""")]
    [InlineData("*:EC2/*", """{"wildcard":"*:EC2/*"}""")]
    [InlineData("a**b", """{"wildcard":"a*b"}""")]
    [InlineData("a**", """{"wildcard":"a*"}""")]
    [InlineData(@"a\*b", """{"wildcard":"a\\\\*b"}""")]
    public void Turns_a_type_into_the_filter_that_matches_the_same(string type, string filter) =>
        Assert.Equal($$"""{"type":[{{filter}}]}""", Detail(new Source(typeField: "type"), [type]));

    [Fact]
    public void Does_not_narrow_when_one_type_is_every_type() =>
        Assert.Null(FindingPattern.Of(new Source(typeField: "type"), ["a", "*"])["detail"]);

    [Fact]
    public void Does_not_narrow_a_source_whose_type_is_in_no_single_field() =>
        Assert.Null(FindingPattern.Of(new Source(), ["a"])["detail"]);

    [Fact]
    public void Leaves_types_out_when_the_pattern_would_be_too_long()
    {
        string[] types = [.. Enumerable.Range(0, 200).Select(i => $"Backdoor:EC2/Number{i}")];

        var pattern = FindingPattern.Of(new Source(detail: """{"kind":["x"]}""", typeField: "type"), types);

        Assert.Equal("""{"kind":["x"]}""", pattern["detail"]!.ToJsonString());
    }

    [Fact]
    public void Stays_under_the_limit_for_every_source_with_every_number_of_types()
    {
        foreach (var source in FindingSourceCatalogue.All)
        {
            for (var count = 0; count < 150; count += 7)
                Assert.True(FindingPattern.Length(FindingPattern.Of(source, [.. Enumerable.Range(0, count).Select(i => $"Type{i}:*/Name*")])) <= FindingPattern.Limit);
        }
    }

    private static string Detail(FindingSource source, string[] types) =>
        FindingPattern.Of(source, types)["detail"]!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private sealed class Source(string? detail = null, string? typeField = null) : FindingSource
    {
        public override string Name => "a";

        public override Lane Lane => Lane.Urgent;

        public override string EventSource => "aws.a";

        public override IReadOnlyList<string> DetailTypes => ["One", "Two"];

        public override string? DetailPattern => detail;

        public override string? TypeField => typeField;

        public override bool Recognizes(JsonElement document) => false;

        public override SourceResult Read(JsonElement document) => new SourceResult.Rejected("");
    }
}
