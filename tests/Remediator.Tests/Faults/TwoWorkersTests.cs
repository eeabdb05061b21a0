using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;
using Remediator.FaultMatrix.Simulation;

namespace Remediator.Tests.Faults;

/// <summary>Two workers at once are at work at once: neither has made its last call to AWS before the other has made its first.</summary>
public sealed class TwoWorkersTests
{
    [Theory]
    [InlineData("isolate-instance, respond", "ec2:DescribeInstances")]
    [InlineData("isolate-instance, respond", "autoscaling:EnterStandby")]
    [InlineData("isolate-instance, respond", "ec2:ModifyInstanceAttribute")]
    [InlineData("isolate-instance, release", "ledger:ClaimAsync")]
    [InlineData("isolate-instance, release", "autoscaling:ExitStandby")]
    [InlineData("block-public-bucket, respond", "s3:PutPublicAccessBlock")]
    [InlineData("block-public-bucket, release", "ledger:ClaimAsync")]
    [InlineData("approve, granted, disable-access-keys", "iam:UpdateAccessKey")]
    [InlineData("sweep, block-public-bucket", "s3:PutPublicAccessBlock")]
    public void Both_have_called_AWS_before_either_calls_it_last(string name, string struck)
    {
        var (first, second) = Calls(FaultKind.TwoWorkers, name, struck);

        Assert.NotEmpty(first);
        Assert.NotEmpty(second);
        Assert.True(Math.Max(first[0], second[0]) < Math.Min(first[^1], second[^1]), $"calls {string.Join(", ", first)} and {string.Join(", ", second)}");
    }

    /// <summary>So that the test above would notice: this one goes on when the other has finished.</summary>
    [Fact]
    public void Where_the_lease_expires_the_other_has_finished_before_the_first_goes_on()
    {
        var (first, second) = Calls(FaultKind.LeaseExpired, "isolate-instance, respond", "autoscaling:EnterStandby");

        Assert.DoesNotContain(first, call => call > second[0] && call < second[^1]);
    }

    /// <summary>When the worker that is struck, and the one that gets the same message next, call AWS: positions among all calls.</summary>
    private static (List<int> First, List<int> Second) Calls(FaultKind fault, string name, string struck)
    {
        var row = Assert.Single(MatrixRun.Rows(name), r => r.Name == name);
        var (calls, position) = Assert.Single(Threads.Map([row], r =>
        {
            var (made, at) = (new List<Call>(), 0);
            foreach (var possible in r.Positions(fault))
            {
                var outcome = r.Strike(fault, possible, Sabotage.None, world => made = [.. world.Simulator.Calls]);
                Assert.True(outcome.Survived, string.Join("; ", outcome.Complaints));
                if (outcome.Call == struck)
                {
                    at = possible;
                    break;
                }
            }

            return (made, at);
        }));
        var worker = calls[position - 1].Worker;
        var other = calls.Skip(position).First(c => c.Worker != worker).Worker;
        return (Of(worker), Of(other));

        List<int> Of(Worker one) => [.. calls.Where(c => c.Worker == one && FaultReach.IsAws(c.Name)).Select(c => c.Position)];
    }
}
