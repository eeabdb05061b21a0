using Amazon.EC2;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who outside the account may use a snapshot or image: "all" for everybody; absent when there is none such.</summary>
/// <remarks>The target's id is EC2's. EC2 refuses to add and remove in one call.</remarks>
public abstract class SharingAttribute : ResourceAttribute
{
    /// <summary>EC2's errors for what is not there.</summary>
    protected abstract string[] Missing { get; }

    public sealed override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            return AttributeValue.OfSet((await ListAsync(aws.Client<IAmazonEC2>(), target.Id, cancel).ConfigureAwait(false)).OfType<string>());
        }
        catch (AmazonServiceException e) when (e.Is(Missing))
        {
            return AttributeValue.Absent;
        }
    }

    public sealed override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public sealed override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        foreach (var (add, values) in Sharing.Calls(request))
        {
            await ModifyAsync(aws.Client<IAmazonEC2>(), request.Target.Id, add, values, cancel).ConfigureAwait(false);
        }
    }

    public sealed override string Describe(AttributeValue value) => Sharing.Describe(value);

    protected abstract Task<IEnumerable<string?>> ListAsync(IAmazonEC2 ec2, string id, CancellationToken cancel);

    protected abstract Task ModifyAsync(IAmazonEC2 ec2, string id, bool add, string[] values, CancellationToken cancel);
}
