using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("  a \r\n\t b  ", "a b")]
    [InlineData("a\u2028b\u0085c", "a b c")]
    [InlineData("\u001b[31mred", "\uFFFD[31mred")]
    [InlineData("\u202Eexe.txt", "\uFFFDexe.txt")]
    [InlineData("zero\u200Bwidth", "zero\uFFFDwidth")]
    [InlineData("größe 終 😀", "größe 終 😀")]
    public void One_line_that_shows_nothing_but_itself(string text, string line) => Assert.Equal(line, SafeText.Line(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("half \uFFFD", SafeText.Line("half \ud83d"));

    [Fact]
    public void A_cut_never_leaves_half_a_character()
    {
        Assert.Equal("aa…", SafeText.Line("aaaaaaaaa", 3));
        Assert.Equal("a…", SafeText.Line("a😀aaaaa", 3));
        Assert.Equal("abc", SafeText.Line("abc", 3));
    }

    [Fact]
    public void Ascii_marks_what_it_cannot_show() => Assert.Equal("gr??e ? ?", SafeText.Ascii("größe 終 …", 50));
}
