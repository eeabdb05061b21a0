using Remediator.FaultMatrix.Faults;

namespace Remediator.Tests.Faults;

public sealed class FaultReachTests
{
    [Theory]
    [InlineData("ec2:DescribeInstances")]
    [InlineData("s3:GetPublicAccessBlock")]
    [InlineData("ledger:FindAsync")]
    [InlineData("due:ListDueAsync")]
    [InlineData("controls:ReadAsync")]
    public void Before_and_after_a_read_are_one_and_struck_once(string call)
    {
        Assert.False(FaultKind.ErrorAfter.Strikes(takesFindings: true, call));
        Assert.False(FaultKind.KilledBefore.Strikes(takesFindings: true, call));
        Assert.All(Enum.GetValues<FaultKind>().Except([FaultKind.ErrorAfter, FaultKind.KilledBefore, FaultKind.WithoutEffect]), f => Assert.True(f.Strikes(takesFindings: true, call)));
    }

    [Theory]
    [InlineData("ec2:ModifyNetworkInterfaceAttribute")]
    [InlineData("sts:AssumeRole")]
    [InlineData("ledger:ClaimAsync")]
    [InlineData("ledger:SaveAsync")]
    [InlineData("slack:Post")]
    [InlineData("queue:SendAsync")]
    public void Whatever_can_have_an_effect_is_struck_before_it_and_after_it(string call) =>
        Assert.All([FaultKind.ErrorBefore, FaultKind.ErrorAfter, FaultKind.KilledBefore, FaultKind.KilledAfter], f => Assert.True(f.Strikes(takesFindings: true, call)));
}
