using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Tests.Attributes.AutoScaling;

public sealed class AutoScalingLifecycleTests
{
    [Theory]
    [InlineData("Standby", "Standby", true)]
    [InlineData("EnteringStandby", "Standby", true)]
    [InlineData("InService", "Standby", false)]
    [InlineData("InService", "InService", true)]
    [InlineData("Pending", "InService", true)]
    [InlineData("Pending:Wait", "InService", true)]
    [InlineData("Standby", "InService", false)]
    [InlineData("Terminating", "InService", false)]
    public void A_state_on_its_way_counts_as_reached(string live, string wanted, bool matches) =>
        Assert.Equal(matches, new AutoScalingLifecycle().Matches(AttributeValue.Of(live), AttributeValue.Of(wanted)));

    [Fact]
    public void An_instance_that_left_its_group_is_not_in_standby() =>
        Assert.False(new AutoScalingLifecycle().Matches(AttributeValue.Absent, AttributeValue.Of("Standby")));
}
