namespace Remediator.Tests.Support;

public sealed class StableOrderTests
{
    [Fact]
    public void What_compares_as_equal_keeps_its_order()
    {
        string[] words = ["bb", "a", "ccc", "b", "aa", "c", ""];

        Assert.Equal(words.OrderBy(w => w.Length), words.InOrder((one, other) => one.Length - other.Length));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    public void Few_and_many_from_last_to_first_are_put_in_order(int count)
    {
        var names = Enumerable.Range(0, count).Select(n => $"{n:d6}").ToList();

        Assert.Equal(names, Enumerable.Reverse(names).InOrder(string.CompareOrdinal));
    }
}
