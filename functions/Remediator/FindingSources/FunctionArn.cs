using Remediator.Findings;

namespace Remediator.FindingSources;

/// <summary>Takes a function's name out of its ARN, which may end in a version or an alias.</summary>
internal static class FunctionArn
{
    /// <summary><c>orders</c> of <c>arn:aws:lambda:...:function:orders:live</c>.</summary>
    public static string? NameOf(string? arn) =>
        Arn.TryParse(arn)?.Resource.Split(':') is ["function", { Length: > 0 } name, ..] ? name : null;
}
