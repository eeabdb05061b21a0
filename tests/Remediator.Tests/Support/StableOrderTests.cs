namespace Remediator.Tests.Support;

public sealed class StableOrderTests
{
    [Fact]
    public void What_compares_as_equal_keeps_its_order()
    {
        string[] words = ["bb", "a", "ccc", "b", "aa", "c", ""];

        Assert.Equal(words.OrderBy(w => w.Length), words.InOrder((one, other) => one.Length - other.Length));
    }
}
