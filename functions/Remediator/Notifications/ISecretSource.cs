namespace Remediator.Notifications;

/// <summary>Where a secret is kept.</summary>
public interface ISecretSource
{
    /// <summary>The secret; may be remembered for a while.</summary>
    /// <exception cref="Amazon.Runtime.AmazonClientException">It could not be read.</exception>
    Task<string> GetAsync(CancellationToken cancel);

    /// <summary>The secret was refused: read it anew the next time, since it may have been replaced.</summary>
    void Forget();
}

/// <summary>A secret that was handed over at the start, by option or environment.</summary>
public sealed class GivenSecret(string secret) : ISecretSource
{
    public Task<string> GetAsync(CancellationToken cancel) => Task.FromResult(secret);

    public void Forget()
    {
        // There is no other.
    }

    public override string ToString() => "a given secret";
}
