using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Tests.Attributes;

/// <summary>What a write of several calls can leave between two of them, and what it can't.</summary>
public sealed class MixtureTests
{
    private static readonly AttributeValue Before = AttributeValue.OfSet(["old", "both"]);
    private static readonly AttributeValue Written = AttributeValue.OfSet(["new", "both"]);

    [Theory]
    [InlineData("both")]
    [InlineData("both,old,new")]
    [InlineData("both,new")]
    public void A_mixture_of_the_two_is_between_them(string live) => Assert.True(IsBetween(live));

    [Theory]
    [InlineData("both,foreign")]
    [InlineData("old,new")]
    [InlineData("")]
    public void What_no_call_of_the_write_leaves_is_not(string live) => Assert.False(IsBetween(live));

    [Fact]
    public void Groups_that_RDS_is_taking_away_beside_those_it_has_added_are_between()
    {
        Assert.True(new DatabaseGroups().IsBetween(Before, Written, AttributeValue.OfSet(["old", "new", "both"])));
        Assert.False(new DatabaseGroups().IsBetween(Before, Written, AttributeValue.OfSet(["old", "new", "both", "foreign"])));
    }

    [Fact]
    public void What_is_there_twice_is_not() =>
        Assert.False(new IngressRules().IsBetween(Before, Written, AttributeValue.Parse("""["both","old","old"]""")));

    [Fact]
    public void Where_there_is_no_collection_nothing_is_between()
    {
        Assert.False(new IngressRules().IsBetween(Before, Written, AttributeValue.Absent));
        Assert.False(new NetworkAclDeny().IsBetween(AttributeValue.Absent, Written, Written));
    }

    [Fact]
    public void A_write_of_one_call_leaves_nothing_between() =>
        Assert.False(new NetworkInterfaceGroups().IsBetween(Before, Written, AttributeValue.OfSet(["both"])));

    private static bool IsBetween(string live) =>
        new NetworkAclDeny().IsBetween(Before, Written, AttributeValue.OfSet(live.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("""["new"]""", true)]
    [InlineData("""["new","old"]""", true)]
    [InlineData("""["old"]""", false)]
    [InlineData("""["new","theirs"]""", false)]
    [InlineData("""["new","new"]""", false)]
    public void What_was_written_stands_whole_beside_nothing_but_what_was_there_before(string live, bool stands) =>
        Assert.Equal(stands, Mixture.IsBeside(AttributeValue.Parse("""["old","older"]"""), AttributeValue.Parse("""["new"]"""), AttributeValue.Parse(live)));
}
