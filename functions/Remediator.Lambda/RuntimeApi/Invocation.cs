namespace Remediator.Lambda;

/// <summary>One event as the Runtime API handed it over.</summary>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, ReadOnlyMemory<byte> Payload)
{
    public string FunctionArn { get; init; } = "";

    public string? TraceId { get; init; }

    public string? TenantId { get; init; }

    public string? ClientContext { get; init; }

    public string? CognitoIdentity { get; init; }
}
