namespace Remediator.Lambda;

/// <summary>The Runtime API refused a request, failed, or could not be reached.</summary>
/// <param name="message">What was asked and what came back.</param>
/// <param name="status">The HTTP status; 0 when there was no whole answer.</param>
/// <param name="cause">The transport's own error.</param>
internal sealed class RuntimeApiException(string message, int status = 0, Exception? cause = null) : Exception(message, cause)
{
    public int Status => status;

    /// <summary>Only this request was refused (4xx); anything else means the environment is broken: exit.</summary>
    public bool IsRefusal => status is >= 400 and < 500;
}
