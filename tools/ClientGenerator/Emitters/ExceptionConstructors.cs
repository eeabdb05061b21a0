using Remediator.Tools.ClientGenerator.CSharp;

namespace Remediator.Tools.ClientGenerator.Emitters;

/// <summary>The constructors that every service exception has.</summary>
internal static class ExceptionConstructors
{
    public static void Emit(SourceWriter source, string name)
    {
        source.Line($"public {name}(string message) : base(message) {{ }}");
        source.Line($"public {name}(string message, Exception innerException) : base(message, innerException) {{ }}");
        source.Line($"public {name}(Exception innerException) : base(innerException) {{ }}");
        source.Line($"public {name}(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) {{ }}");
        source.Line($"public {name}(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) {{ }}");
    }
}
