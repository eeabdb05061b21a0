namespace Remediator.Lambda;

/// <summary>The handler's answer is larger than Lambda takes.</summary>
public sealed class ResponseTooLargeException(int bytes, int maximum, Exception? cause = null)
    : Exception($"The response has {bytes} bytes; Lambda takes at most {maximum}. Answer with a reference to stored data instead.", cause);
