namespace Remediator.Lambda.Tests.Support;

/// <summary>One event for the function, with the headers that Lambda would send.</summary>
internal sealed record FakeInvocation(string RequestId, string Payload = "{}")
{
    public DateTimeOffset Deadline { get; init; } = DateTimeOffset.UtcNow.AddMinutes(5);

    public (string Name, string Value)[] MoreHeaders { get; init; } = [];

    public FakeReply Reply => new(200, Payload, Break.None,
    [
        ("Lambda-Runtime-Aws-Request-Id", RequestId),
        ("Lambda-Runtime-Deadline-Ms", $"{Deadline.ToUnixTimeMilliseconds()}"),
        ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:111122223333:function:respond"),
        ("Lambda-Runtime-Trace-Id", $"Root=1-{RequestId};Sampled=1"),
        .. MoreHeaders,
    ]);
}
