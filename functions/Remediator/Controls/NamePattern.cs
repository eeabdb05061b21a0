using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>Names and ARNs with <c>*</c> for any run of characters.</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name) => new WildcardPattern(pattern).Matches(name);
}
