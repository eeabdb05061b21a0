namespace Amazon.Lambda.Core;

/// <summary>How much a log record matters, least first.</summary>
public enum LogLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}
