using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Playbooks;

public sealed class KebabCaseEnumConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new KebabCaseEnumConverter<DirectionCondition>() } };

    [Fact]
    public void Words_are_written_with_hyphens_and_read_in_any_case()
    {
        Assert.Equal("\"not-inbound\"", JsonSerializer.Serialize(DirectionCondition.NotInbound, Options));
        Assert.Equal(DirectionCondition.NotInbound, JsonSerializer.Deserialize<DirectionCondition>("\"Not-Inbound\"", Options));
    }

    [Theory]
    [InlineData("\"notinbound\"")]
    [InlineData("\"inbound,outbound\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public void What_is_no_word_of_the_enum_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DirectionCondition>(json, Options));

    [Fact]
    public void Options_of_a_step_say_where_the_word_is_wrong()
    {
        var wrong = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"flows":"drop"}""", new IsolateInstance().OptionsInfo));

        Assert.Equal("$.flows", wrong.Path);
    }

    [Fact]
    public void Every_enum_that_is_read_so_counts_up_from_0()
    {
        var enums = typeof(PlaybookMode).Assembly.GetTypes().Where(t => t.IsEnum).ToList();
        var read = enums.Where(t => t.GetCustomAttributes(inherit: false).OfType<JsonConverterAttribute>().Any(a => a.ConverterType == typeof(KebabCaseEnumConverter<>).MakeGenericType(t)))
            .Concat(typeof(PlaybookMode).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes(inherit: false).OfType<JsonSourceGenerationOptionsAttribute>()).SelectMany(o => o.Converters ?? [])
                .Where(c => c.IsGenericType && c.GetGenericTypeDefinition() == typeof(KebabCaseEnumConverter<>)).Select(c => c.GenericTypeArguments[0]))
            .Distinct().ToList();

        Assert.Contains(typeof(PlaybookMode), read);
        Assert.Contains(read, t => t.Name == "OpenFlows");
        Assert.All(read, t => Assert.Equal(Enumerable.Range(0, Enum.GetNames(t).Length), Assert.IsType<int[]>(Enum.GetValuesAsUnderlyingType(t))));
    }
}
