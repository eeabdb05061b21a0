using System.Globalization;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Remediator.Execution;

namespace Remediator.Cli;

/// <summary>Whether this machine's clock goes as AWS's does: leases that others hold are judged by it.</summary>
/// <remarks>A clock that is ahead takes a lease that is still held, and two then change the same resource.</remarks>
internal static class ClockSkew
{
    /// <summary>Two such clocks together are less apart than the margin with which a worker stops before its lease ends.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    /// <exception cref="CliException">It goes otherwise, or AWS does not tell its time.</exception>
    public static async Task CheckAsync(AwsConnection aws, CliHost host, CancellationToken cancel)
    {
        using var sts = aws.Sts();
        string? date = null;
        sts.AfterResponseEvent += (_, e) => date = e is WebServiceResponseEventArgs { ResponseHeaders: { } headers } ? headers.FirstOrDefault(h => h.Key.Equals("Date", StringComparison.OrdinalIgnoreCase)).Value : null;
        var before = host.Clock.GetUtcNow();
        try
        {
            await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancel);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw new CliException($"The time of AWS could not be asked for ({AwsFailure.Describe(e)}). Check the credentials with: aws sts get-caller-identity");
        }

        if (Fault(date, before, host.Clock.GetUtcNow()) is { } fault && (date is not null || !aws.IsLocal))
        {
            throw new CliException(fault);
        }
    }

    /// <summary>What is wrong, or null.</summary>
    /// <param name="date">What the answer says; it may have been made at any time between the two.</param>
    public static string? Fault(string? date, DateTimeOffset before, DateTimeOffset after)
    {
        if (!DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var there))
        {
            return "AWS's answer does not say its time, so this machine's clock can't be checked; leases in the ledger are judged by it.";
        }

        // The header leaves out what is less than a second.
        var (ahead, behind) = (before - there - TimeSpan.FromSeconds(1), there - after);
        var skew = ahead > behind ? ahead : behind;
        return skew <= Most ? null
            : string.Create(CultureInfo.InvariantCulture, $"The clock of this machine is {skew.TotalSeconds:0} seconds {(ahead > behind ? "ahead of" : "behind")} AWS's: leases in the ledger are judged by it, and what another worker holds would be taken from it, or left to nobody. Set the clock (at most {Most.TotalSeconds:0} seconds off), and run this again. Nothing was changed.");
    }
}
