namespace Amazon.Runtime.Generated;

/// <summary>The token that lets AWS recognise a retried request when the caller gave none.</summary>
public static class IdempotencyToken
{
    /// <summary>The caller's token, or a fresh one.</summary>
    public static string Of(string? given) => given ?? New();

#pragma warning disable RS0030 // A token only has to be unique: nothing is decided by it, and a caller who needs to repeat it sets it.
    private static string New() => Guid.NewGuid().ToString();
#pragma warning restore RS0030
}
