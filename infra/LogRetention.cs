using Amazon.CDK.AWS.Logs;

namespace Remediator.Infra;

/// <summary>The retention times of CloudWatch Logs, in days.</summary>
internal static class LogRetention
{
    private static readonly Dictionary<int, RetentionDays> ByDays = new()
    {
        [7] = RetentionDays.ONE_WEEK,
        [30] = RetentionDays.ONE_MONTH,
        [90] = RetentionDays.THREE_MONTHS,
        [180] = RetentionDays.SIX_MONTHS,
        [365] = RetentionDays.ONE_YEAR,
        [731] = RetentionDays.TWO_YEARS,
        [1827] = RetentionDays.FIVE_YEARS,
        [3653] = RetentionDays.TEN_YEARS,
    };

    public static string Offered { get; } = "one of " + string.Join(", ", ByDays.Keys);

    public static RetentionDays Of(int days) => ByDays[days];

    public static bool IsOffered(int given, out int days)
    {
        days = given;
        return ByDays.ContainsKey(given);
    }
}
