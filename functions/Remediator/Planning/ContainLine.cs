using System.Buffers;
using Remediator.Findings;

namespace Remediator.Planning;

/// <summary>The command that does a step to one resource by hand, to be pasted into a shell.</summary>
/// <remarks>Names come from outside: each must be one word to a shell, without quotes, which not every message leaves as they are.</remarks>
internal static class ContainLine
{
    public const string Command = "remediator contain ";

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+=,@:/");

    /// <summary>Null for an ARN that is none, and for what is not of plain characters.</summary>
    public static string? Of(string resource, string step) => Arn.TryParse(resource) is not null && IsPlain(resource) && IsPlain(step) ? $"{Command}{resource} --step {step}" : null;

    public static bool IsPlain(string text) => text.Length is > 0 and <= 300 && text[0] != '-' && !text.AsSpan().ContainsAnyExcept(Plain);
}
