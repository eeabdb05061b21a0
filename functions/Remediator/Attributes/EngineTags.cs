namespace Remediator.Attributes;

/// <summary>The tags by which the engine knows what it created.</summary>
public static class EngineTags
{
    /// <summary>What the resource is for; one of the values below.</summary>
    public const string Role = "remediator:role";

    /// <summary>Value of <see cref="Role"/> on a quarantine security group.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Value of <see cref="Role"/> on a snapshot taken as evidence.</summary>
    public const string Evidence = "evidence";

    /// <summary>The execution that created it.</summary>
    public const string Execution = "remediator:execution";

    /// <summary>The instance that an evidence snapshot shows.</summary>
    public const string Instance = "remediator:instance";

    /// <summary>The finding that was answered.</summary>
    public const string Finding = "remediator:finding";

    private const int MaxValueLength = 256;

    /// <summary>Text from outside as a tag value that every service accepts.</summary>
    public static string Value(string text)
    {
        var safe = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || " +-=._:/@".Contains(c, StringComparison.Ordinal) ? c : '_'));
        return safe.Length <= MaxValueLength ? safe : safe[..MaxValueLength];
    }
}
