using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Sends a last report of a process that ends anyway: a failure to send is logged, never thrown.</summary>
internal static class SafeReport
{
    public static async Task SendAsync(Task report, ILambdaLogger log)
    {
        try
        {
            await report;
        }
        catch (RuntimeApiException e)
        {
            log.LogError(e, "The error report did not reach Lambda");
        }
    }
}
