using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Tests.Execution;

public sealed class ReferencesTests
{
    private static readonly Dictionary<string, string> Bindings = new() { ["group"] = "sg-0" };

    [Fact]
    public void Fills_a_reference_and_keeps_the_set_in_canonical_order() =>
        Assert.Equal(AttributeValue.OfSet(["sg-0", "sg-1"]), References.Resolve(AttributeValue.OfSet(["${group}", "sg-1"]), Bindings));

    [Fact]
    public void Leaves_a_value_without_references_as_it_is() =>
        Assert.Equal(AttributeValue.Of("x"), References.Resolve(AttributeValue.Of("x"), Bindings));

    [Fact]
    public void Says_when_what_it_refers_to_was_never_created() =>
        Assert.Null(References.Resolve(AttributeValue.OfSet(["${other}"]), Bindings));

    [Fact]
    public void Absent_stays_absent() => Assert.Equal(AttributeValue.Absent, References.Resolve(AttributeValue.Absent, Bindings));
}
