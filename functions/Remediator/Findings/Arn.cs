namespace Remediator.Findings;

/// <summary>An Amazon Resource Name taken apart: <c>arn:partition:service:region:account:resource</c>.</summary>
/// <param name="Region">Empty for global services.</param>
/// <param name="Account">Empty where the service leaves it out, as S3 does.</param>
/// <param name="Resource">All that follows, such as <c>instance/i-0abc</c>, <c>function:orders:live</c> or a bucket's name.</param>
public readonly record struct Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>What follows the last slash or colon: an instance id, a role name without its path.</summary>
    public string Name => Resource[(Resource.LastIndexOfAny(['/', ':']) + 1)..];

    /// <summary>The parts, or null when the text is no ARN.</summary>
    public static Arn? TryParse(string? text)
    {
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal))
            return null;
        var parts = text.Split(':', 6);
        return parts.Length == 6 && parts[1].Length > 0 && parts[2].Length > 0 && parts[5].Length > 0
            ? new Arn(parts[1], parts[2], parts[3], parts[4], parts[5])
            : null;
    }

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
