namespace Remediator.FaultMatrix.Simulation;

/// <summary>One call out of the engine: to AWS, the ledger, the controls, a queue or a channel.</summary>
/// <param name="Name"><c>ec2:DescribeInstances</c>, <c>ledger:SaveAsync</c>, ...</param>
internal sealed record Call(string Name, Worker Worker)
{
    /// <summary>From 1, counted from where faults are armed.</summary>
    public int Position { get; init; }
}

/// <summary>How a call fails, whatever its protocol.</summary>
internal enum Failure
{
    Lost,
    InternalError,
    Throttled,
    TimedOut,
    Denied,
}
