namespace Remediator.Cli.Sandbox.State;

public sealed class Bucket
{
    public required string Name { get; init; }

    public required string Region { get; init; }

    /// <summary>Null when the bucket has no configuration.</summary>
    public PublicAccessBlock? PublicAccessBlock { get; set; }

    /// <summary>Null when the bucket has no tag set.</summary>
    public Tags? Tags { get; set; }

    public string? Policy { get; set; }

    /// <summary>A canned ACL: "private", "public-read", ...</summary>
    public string Acl { get; set; } = "private";

    /// <summary>Days for which Object Lock keeps a new object; null without Object Lock.</summary>
    public int? LockedDays { get; set; }

    /// <summary>COMPLIANCE, or GOVERNANCE, which some may bypass.</summary>
    public string LockMode { get; set; } = "COMPLIANCE";

    public Table<string> Objects { get; } = [];

    /// <summary>Tags of objects by their key; versions are not told apart.</summary>
    public Table<Tags> ObjectTags { get; } = [];
}

public sealed record PublicAccessBlock(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    public static PublicAccessBlock All { get; } = new(true, true, true, true);
}
