namespace Remediator.Tools.ClientGenerator.CSharp;

/// <summary>C# string literals.</summary>
public static class Literal
{
    public static string Of(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
