namespace Remediator.Attributes.Route53Support;

/// <summary>A domain name that can be blocked: never a top-level domain, an address, or one that AWS itself answers from.</summary>
public sealed record RemoteDomain(string Name)
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>What instances and the engine need in order to work.</summary>
    private static readonly string[] Aws = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "aws.dev", "amazon.com", "aws", "internal", "local", "arpa", "localhost"];

    /// <summary>Under a country's top-level domain these are no names of anybody's: <c>*.co.uk</c> would be half a country.</summary>
    private static readonly string[] Categories = ["ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "mil", "ne", "net", "nom", "or", "org"];

    /// <summary>The name itself, and everything below it: the wildcard does not hold the name itself.</summary>
    public IReadOnlyList<string> Entries => [$"*.{Name}", Name];

    /// <summary>Null for what is not a domain name that may be blocked.</summary>
    public static RemoteDomain? Parse(string? text)
    {
        var name = Plain(text ?? "");
        var labels = name.Split('.');
        return name.Length <= LongestName && labels.Length >= 2 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit) && !IsCategory(labels) && !Array.Exists(Aws, a => IsIn(name, a))
            ? new RemoteDomain(name)
            : null;
    }

    /// <summary>Whether the name is that domain or below it.</summary>
    public bool IsIn(string domain) => IsIn(Name, Plain(domain));

    /// <summary>Without the dot of the root, in lower case, as names compare.</summary>
    public static string Plain(string name) => name.TrimEnd('.').ToLowerInvariant();

    private static bool IsIn(string name, string domain) => name == domain || name.EndsWith($".{domain}", StringComparison.Ordinal);

    private static bool IsCategory(string[] labels) => labels is [var category, { Length: 2 }] && Categories.Contains(category, StringComparer.Ordinal);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && label[0] != '-' && label[^1] != '-';
}
