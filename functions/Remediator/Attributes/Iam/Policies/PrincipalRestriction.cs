using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One execution's inline policy on a principal that denies some actions; target <c>name#execution</c>.</summary>
public abstract class PrincipalRestriction : ResourceAttribute
{
    public sealed override Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (principal, policy) = Restriction.Split(target);
        return ReadAsync(aws, principal, policy, cancel);
    }

    public sealed override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => IsGoneAsync(aws, Restriction.Split(target).Principal, cancel);

    public sealed override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (principal, policy) = Restriction.Split(request.Target);
        return WriteAsync(aws, principal, policy, request.Wanted, cancel);
    }

    public sealed override string Describe(AttributeValue value) => Restriction.Describe(value);

    protected static Target TargetOf(string kind, string principal, string executionId) => new(kind, $"{principal}#{executionId}");

    protected abstract Task<bool> IsGoneAsync(AwsSession aws, string principal, CancellationToken cancel);

    protected abstract Task<AttributeValue> ReadAsync(AwsSession aws, string principal, string policy, CancellationToken cancel);

    protected abstract Task WriteAsync(AwsSession aws, string principal, string policy, AttributeValue wanted, CancellationToken cancel);
}
