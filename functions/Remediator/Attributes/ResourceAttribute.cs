using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>One AWS attribute that the engine reads and writes, with the permissions of each.</summary>
/// <remarks>
/// One file <c>Attributes/{Service}/{Name}.cs</c> each, a public sealed class with a parameterless constructor and no state;
/// <see cref="AttributeCatalogue"/> finds it by its file name. Reading throws on failure (unknown); "absent" is a value.
/// Writing is idempotent: writing the value that is there succeeds.
/// </remarks>
public abstract class ResourceAttribute
{
    /// <summary>The type's name; recorded in plans, so never renamed once released.</summary>
    public string Name => GetType().Name;

    /// <summary>What it is, for people: "security groups".</summary>
    public abstract string Label { get; }

    /// <summary>What nobody else may write meanwhile: the target, or the whole of which it is a part.</summary>
    /// <param name="account">Of the finding.</param>
    /// <param name="region">Of the finding.</param>
    public virtual ResourceIdentity LeaseOf(string account, string region, Target target) => ResourceIdentity.Of(account, region, target.Kind, target.Id);

    /// <summary>The name in the templates of its permissions that an option of the step fills, and its value for a target; null for none.</summary>
    public virtual KeyValuePair<string, string>? NameOf(Target target) => null;

    public abstract IReadOnlyList<Permission> ReadPermissions { get; }

    public abstract IReadOnlyList<Permission> WritePermissions { get; }

    /// <summary>What AWS says of a write that it was asked for and has not finished; null where it says nothing of the kind.</summary>
    /// <remarks>For what takes AWS minutes. It is never taken for the value: reading it back alone proves a write.</remarks>
    public virtual Task<string?> UnderWayAsync(AwsSession aws, Target target, AttributeValue wanted, CancellationToken cancel) => Task.FromResult<string?>(null);

    /// <summary><see cref="UnderWayAsync"/>, where a failed call says nothing either.</summary>
    internal async Task<string?> IsComingAsync(AwsSession aws, Target target, AttributeValue wanted, CancellationToken cancel)
    {
        try
        {
            return await UnderWayAsync(aws, target, wanted, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return null;
        }
    }

    /// <exception cref="Amazon.Runtime.AmazonServiceException">The value could not be read: it is unknown.</exception>
    public abstract Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel);

    /// <summary>Brings the attribute from <paramref name="current"/> to <paramref name="wanted"/>.</summary>
    /// <param name="current">The live value as last read; what the API needs to know of it (which rules to revoke, say).</param>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">The call failed; it may have taken effect.</exception>
    public abstract Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel);

    /// <summary>The value in words, where its JSON is not plain enough.</summary>
    public virtual string Describe(AttributeValue value) => value.ToString();

    /// <summary>What a value that was read back lacks although it is as wanted; told with the result.</summary>
    public virtual string? Caveat(AttributeValue value) => null;

    /// <summary><see cref="Describe"/> of a value that may come from another version: what it can't put into words stays as it is.</summary>
    public string DescribeSafely(AttributeValue value)
    {
        try
        {
            return Describe(value);
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or ArgumentException or FormatException or KeyNotFoundException)
        {
            return value.ToString();
        }
    }

    /// <summary>A wanted value without the moment at which it was planned, where it depends on that.</summary>
    public virtual AttributeValue Timeless(AttributeValue wanted) => wanted;

    /// <summary>Whether a live value is one that a write from one value to the other can leave when it stops between two of its calls. Pure.</summary>
    /// <remarks>Never where a write is a single call: then such a value is somebody else's.</remarks>
    public virtual bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) => false;

    /// <summary>Whether a live value says that what had the value before is gone, so that it can't be given back.</summary>
    public virtual bool IsGone(AttributeValue live) => false;

    /// <summary>Whether that which had the attribute is gone with it; asked where it is absent and was not.</summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">It could not be read.</exception>
    public virtual Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(false);

    /// <summary>Whether a live value counts as the wanted one; equality unless the attribute holds things that AWS adds to.</summary>
    public virtual bool Matches(AttributeValue live, AttributeValue wanted) => live == wanted;

    /// <summary>Whether a live value still is what was read back once, for all that others may have done beside it since.</summary>
    /// <remarks>Never asked of a write that was not read back yet: there <see cref="Matches"/> decides.</remarks>
    public virtual bool Stands(AttributeValue live, AttributeValue written) => Matches(live, written);
}

/// <summary>One write.</summary>
/// <param name="Target">What to change.</param>
/// <param name="Current">The live value as last read.</param>
/// <param name="Wanted">The value to reach; references are resolved.</param>
/// <param name="ExecutionId">For tags and idempotency tokens of what is created.</param>
public sealed record WriteRequest(Target Target, AttributeValue Current, AttributeValue Wanted, string ExecutionId);
