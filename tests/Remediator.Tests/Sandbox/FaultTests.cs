using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Cli.Sandbox;

namespace Remediator.Tests.Sandbox;

public sealed class FaultTests : SandboxTest
{
    [Fact]
    public async Task Refuses_the_nth_call_and_nothing_happens()
    {
        var id = Account.AddInstance().Id;
        Sandbox.Faults.At(2, Fault.Throttle);

        await Describe();

        Assert.Equal("Throttling", await ErrorOf(() => Stop(id)));
        Assert.Equal("running", Region.Instances[id].Status);
        await Stop(id);
    }

    [Fact]
    public async Task Counts_an_operation_by_itself()
    {
        Account.AddInstance();
        Sandbox.Faults.On("DescribeVpcs", Fault.AccessDenied, nth: 2);

        await Describe();
        await Ec2.DescribeVpcsAsync(new DescribeVpcsRequest());
        await Describe();

        Assert.Equal("AccessDenied", await ErrorOf(() => Ec2.DescribeVpcsAsync(new DescribeVpcsRequest())));
        await Ec2.DescribeVpcsAsync(new DescribeVpcsRequest());
    }

    [Fact]
    public async Task Answers_an_error_though_the_call_took_effect()
    {
        var id = Account.AddInstance().Id;
        Sandbox.Faults.On("StopInstances", new Fault.RefuseAfterEffect("InternalError"));

        Assert.Equal("InternalError", await ErrorOf(() => Stop(id)));

        Assert.Equal("stopped", Region.Instances[id].Status);
    }

    [Theory]
    [InlineData(false, "running")]
    [InlineData(true, "stopped")]
    public async Task Loses_the_request_or_the_answer(bool afterEffect, string status)
    {
        var id = Account.AddInstance().Id;
        Sandbox.Faults.On("StopInstances", afterEffect ? new Fault.DropAfterEffect() : new Fault.DropBeforeEffect());

        await Assert.ThrowsAnyAsync<Exception>(() => Stop(id));

        Assert.Equal(status, Region.Instances[id].Status);
    }

    [Fact]
    public async Task Hangs_until_the_caller_gives_up()
    {
        using var patience = new CancellationTokenSource();
        Sandbox.Faults.When(_ =>
        {
            patience.CancelAfter(TimeSpan.FromMilliseconds(1));
            return new Fault.Hang();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ec2.DescribeInstancesAsync(new DescribeInstancesRequest(), patience.Token));
    }

    [Theory]
    [InlineData(false, "running")]
    [InlineData(true, "stopped")]
    public async Task Kills_the_caller_and_takes_no_call_of_it_any_more(bool afterEffect, string status)
    {
        var id = Account.AddInstance().Id;
        using var process = new CancellationTokenSource();
        Sandbox.Faults.On("StopInstances", new Fault.Kill(afterEffect, process.Cancel));

        await Assert.ThrowsAnyAsync<Exception>(() => Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] }, process.Token));

        Assert.True(process.IsCancellationRequested);
        Assert.Equal(status, Region.Instances[id].Status);
        await Assert.ThrowsAnyAsync<Exception>(Describe);
        Sandbox.Faults.Revive();
        await Describe();
        Assert.Equal([$"killed {(afterEffect ? "after" : "before")} effect", "dropped before effect", null], Sandbox.Calls.Select(c => c.Error));
    }

    private Task Describe() => Ec2.DescribeInstancesAsync(new DescribeInstancesRequest());

    private Task Stop(string id) => Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] });
}
