using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Remediator.Attributes;

namespace Remediator.Tests.Attributes.ElasticLoadBalancing;

public sealed class TargetRegistrationTests
{
    [Theory]
    [InlineData("draining", "Target.DeregistrationInProgress", true)]
    [InlineData("unused", "Target.NotRegistered", true)]
    [InlineData("unused", "Target.NotInUse", false)]
    [InlineData("unhealthy", "Target.Timeout", false)]
    [InlineData("healthy", null, false)]
    public void A_target_is_out_when_it_gets_no_new_connections(string state, string? reason, bool isOut) =>
        Assert.Equal(isOut, TargetRegistration.IsOut(new TargetHealth
        {
            State = TargetHealthStateEnum.FindValue(state),
            Reason = reason is null ? null : TargetHealthReasonEnum.FindValue(reason),
        }));

    [Fact]
    public void The_zone_counts_for_addresses_only()
    {
        Assert.Equal("""{"zone":"all"}""", TargetRegistration.Registered("10.1.2.3", "all").Json);
        Assert.Equal("{}", TargetRegistration.Registered("i-1", "eu-west-1a").Json);
        Assert.Equal("{}", TargetRegistration.Registered("2001:db8::1", null).Json);
    }

    [Fact]
    public void A_target_id_holds_everything_that_identifies_it() =>
        Assert.Equal("2001:db8::1:443@arn:aws:x", TargetRegistration.Of("arn:aws:x", "2001:db8::1", 443).Id);
}
