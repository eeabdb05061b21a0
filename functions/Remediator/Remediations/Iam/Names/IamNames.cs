namespace Remediator.Remediations;

/// <summary>IAM's documented forms of names and ids: what a finding says is checked against them before it is used.</summary>
/// <remarks>Names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. Prefixes: reference_identifiers.html, same guide.</remarks>
internal static class IamNames
{
    private const int UserIdLength = 16;

    public static bool IsUserName(string? text) => text is { Length: >= 1 and <= 64 } && text.All(IsNameCharacter);

    public static bool IsRoleName(string? text) => text is { Length: >= 1 and <= 64 } && text.All(IsNameCharacter);

    public static bool IsInstanceProfileName(string? text) => text is { Length: >= 1 and <= 128 } && text.All(IsNameCharacter);

    public static bool IsAccessKeyId(string? text) => text is { Length: >= 16 and <= 128 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>ASIA: made by AWS STS, with a session token, and never to be found among a user's keys.</summary>
    public static bool IsTemporaryKeyId(string text) => text.StartsWith("ASIA", StringComparison.Ordinal);

    public static bool IsUserId(string? text) => IsUniqueId(text, "AIDA");

    public static bool IsRoleId(string? text) => IsUniqueId(text, "AROA");

    public static bool IsInstanceId(string? text) =>
        text is { Length: >= 10 and <= 19 } && text.StartsWith("i-", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigitLower);

    /// <summary>The parts of the <c>AROA...:session</c> that CloudTrail and GuardDuty give for an assumed role; null for anything else.</summary>
    /// <remarks>The characters of a session name cannot form a policy variable or a wildcard, so it may stand in a condition.</remarks>
    public static (string RoleId, string Session)? AssumedRole(string? principalId) =>
        principalId?.Split(':') is [var role, { Length: >= 2 and <= 64 } session] && IsRoleId(role) && session.All(IsNameCharacter) ? (role, session) : null;

    private static bool IsUniqueId(string? text, string prefix) =>
        text is { Length: >= UserIdLength and <= 128 } && text.StartsWith(prefix, StringComparison.Ordinal) && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-';
}
