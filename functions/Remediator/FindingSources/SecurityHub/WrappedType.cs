namespace Remediator.FindingSources.SecurityHub;

/// <summary>Gives a wrapped finding back the type that its own service uses.</summary>
internal static class WrappedType
{
    /// <summary>
    /// <c>Backdoor:EC2/C&amp;CActivity.B</c> of <c>TTPs/Command and Control/Backdoor:EC2-C&amp;CActivity.B</c>. Some types have the tactic
    /// only in the category before (<c>TTPs/Credential Access/IAMUser-AnomalousBehavior</c>), older ones a dot in place of the hyphen.
    /// </summary>
    /// <remarks>https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html</remarks>
    public static string? Of(IEnumerable<string> types)
    {
        string? tacticless = null;
        foreach (var type in types)
        {
            var colon = type.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                return WithSlash(type[(type.LastIndexOf('/', colon) + 1)..]);
            var parts = type.Split('/');
            if (parts is [_, .., var tactic, var name] && name.Contains('-', StringComparison.Ordinal))
                tacticless ??= WithSlash($"{tactic.Replace(" ", "", StringComparison.Ordinal)}:{name}");
        }

        return tacticless;
    }

    /// <summary>GuardDuty parts resource and technique with a slash, which in Security Hub's types parts categories.</summary>
    private static string WithSlash(string type)
    {
        if (type.Contains('/', StringComparison.Ordinal))
            return type;
        var colon = type.IndexOf(':', StringComparison.Ordinal);
        var hyphen = type.IndexOf('-', colon);
        var at = hyphen >= 0 ? hyphen : type.IndexOf('.', colon);
        var named = at < 0 ? type : $"{type[..at]}/{type[(at + 1)..]}";

        // The one that Security Hub gives an ending which GuardDuty's type has not.
        return named == "Trojan:EC2/DNSDataExfiltration!DNS" ? "Trojan:EC2/DNSDataExfiltration" : named;
    }
}
