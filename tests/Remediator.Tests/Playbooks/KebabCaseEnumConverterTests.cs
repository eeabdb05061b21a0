using System.Text.Json;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Playbooks;

public sealed class KebabCaseEnumConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new KebabCaseEnumConverter<DirectionCondition>(), new KebabCaseEnumConverter<Sparse>() } };

    [Fact]
    public void Words_are_written_with_hyphens_and_read_in_any_case()
    {
        Assert.Equal("\"not-inbound\"", JsonSerializer.Serialize(DirectionCondition.NotInbound, Options));
        Assert.Equal(DirectionCondition.NotInbound, JsonSerializer.Deserialize<DirectionCondition>("\"Not-Inbound\"", Options));
        Assert.Equal(Sparse.Second, JsonSerializer.Deserialize<Sparse>("\"second\"", Options));
        Assert.Equal("\"second\"", JsonSerializer.Serialize(Sparse.Second, Options));
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
    public void An_enum_that_is_no_int_is_refused_at_once() =>
        Assert.Throws<ArgumentException>(() => new KebabCaseEnumConverter<Small>());

    private enum Sparse
    {
        First = 3,
        Second = 10,
    }

    private enum Small : byte
    {
        One,
    }
}
