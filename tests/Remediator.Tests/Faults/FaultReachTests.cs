using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Trials;

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
        Assert.False(FaultKind.ErrorAfter.Strikes(call));
        Assert.False(FaultKind.KilledBefore.Strikes(call));
        Assert.All(Enum.GetValues<FaultKind>().Except([FaultKind.ErrorAfter, FaultKind.KilledBefore, FaultKind.WithoutEffect]), f => Assert.True(f.Strikes(call)));
    }

    [Theory]
    [InlineData("ec2:ModifyNetworkInterfaceAttribute")]
    [InlineData("sts:AssumeRole")]
    [InlineData("ledger:ClaimAsync")]
    [InlineData("ledger:SaveAsync")]
    [InlineData("slack:Post")]
    [InlineData("queue:SendAsync")]
    public void Whatever_can_have_an_effect_is_struck_before_it_and_after_it(string call) =>
        Assert.All([FaultKind.ErrorBefore, FaultKind.ErrorAfter, FaultKind.KilledBefore, FaultKind.KilledAfter], f => Assert.True(f.Strikes(call)));

    [Theory]
    [InlineData("slack:Post", 2, 1)]
    [InlineData("sns:Publish", 1, 2)]
    [InlineData("outbox:RecordReceiptAsync", 1, 1)]
    [InlineData("outbox:ListReceiptsAsync", 1, 1)]
    [InlineData("ledger:SaveAsync", 1, 1)]
    public void A_lost_answer_repeats_the_message_of_that_channel_alone(string call, int slack, int email) => Assert.All(
        [FaultKind.ErrorAfter, FaultKind.LostAfter],
        f => Assert.Equal((slack, email), (f.MostMessages(call, "slack"), f.MostMessages(call, "email"))));

    [Theory]
    [InlineData(nameof(FaultKind.ErrorBefore))]
    [InlineData(nameof(FaultKind.Throttle))]
    [InlineData(nameof(FaultKind.Timeout))]
    [InlineData(nameof(FaultKind.AccessDenied))]
    public void What_took_no_effect_repeats_a_message_only_where_its_receipt_was_to_be_recorded(string fault)
    {
        var kind = Enum.Parse<FaultKind>(fault);
        Assert.All(Channels, c => Assert.Equal(2, kind.MostMessages("outbox:RecordReceiptAsync", c)));
        Assert.All(Channels, c => Assert.All(Others, call => Assert.Equal(1, kind.MostMessages(call, c))));
    }

    [Theory]
    [InlineData(nameof(FaultKind.LeaseExpired))]
    [InlineData(nameof(FaultKind.Duplicate))]
    [InlineData(nameof(FaultKind.TwoWorkers))]
    public void Two_workers_at_one_message_send_it_twice_at_most(string fault) =>
        Assert.All(Channels, c => Assert.All([.. Others, "outbox:RecordReceiptAsync"], call => Assert.Equal(2, Enum.Parse<FaultKind>(fault).MostMessages(call, c))));

    [Fact]
    public void A_death_repeats_a_message_unless_it_was_at_a_read()
    {
        Assert.All(Channels, c => Assert.Equal(1, FaultKind.KilledAfter.MostMessages("outbox:ListReceiptsAsync", c)));
        Assert.All(Channels, c => Assert.All(["slack:Post", "sns:Publish", "outbox:RecordReceiptAsync"], call =>
            Assert.Equal((2, 2), (FaultKind.KilledBefore.MostMessages(call, c), FaultKind.KilledAfter.MostMessages(call, c)))));
    }

    [Fact]
    public void Versions_of_the_finding_repeat_no_message_and_a_permission_that_is_missing_repeats_it_while_no_receipt_can_be_recorded()
    {
        Assert.All(Channels, c => Assert.All([.. Others, "outbox:RecordReceiptAsync"], call => Assert.Equal(1, FaultKind.Reordered.MostMessages(call, c))));
        Assert.All(Channels, c => Assert.Equal(World.StreamDeliveries + 1, FaultKind.DeniedForGood.MostMessages("outbox:RecordReceiptAsync", c)));
        Assert.All(Channels, c => Assert.All(Others, call => Assert.Equal(1, FaultKind.DeniedForGood.MostMessages(call, c))));
    }

    private static string[] Channels => ["slack", "email"];

    private static string[] Others => ["slack:Post", "sns:Publish", "outbox:ListReceiptsAsync", "ledger:SaveAsync"];
}
