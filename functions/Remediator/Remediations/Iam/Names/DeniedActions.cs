using System.Collections.Immutable;

namespace Remediator.Remediations;

/// <summary>Actions that a playbook has denied, and nothing else.</summary>
internal static class DeniedActions
{
    private const int Most = 40;

    /// <summary>What is wrong with the option; null when nothing is.</summary>
    public static string? Fault(ImmutableArray<string> actions) =>
        actions.IsDefaultOrEmpty || actions.Length > Most ? $"the playbook names {(actions.IsDefaultOrEmpty ? "no" : "too many")} actions to deny (option actions; at most {Most})"
        : actions.FirstOrDefault(a => !IsAction(a)) is { } wrong ? $"'{wrong}' is not an action of the form service:Action, with * for any characters in its name"
        : null;

    private static bool IsAction(string text) =>
        text.Split(':') is [{ Length: > 0 } service, { Length: > 0 } action]
        && service.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && action.All(c => char.IsAsciiLetterOrDigit(c) || c == '*');
}
