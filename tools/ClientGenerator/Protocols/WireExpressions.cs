using Remediator.Tools.ClientGenerator.Models;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>C# expressions that turn a scalar into the text that travels.</summary>
internal static class WireExpressions
{
    public static string Text(Member member, string value, string defaultTimestampFormat = "iso8601")
    {
        if (member.IdempotencyToken)
            return $"IdempotencyToken.Of({value})";
        if (member.JsonValue && member.Location == "header")
            return $"WireText.Base64({value})";
        if (member.Shape.Kind != ShapeKind.Timestamp)
            return $"WireText.Of({value})";
        return $"WireText.{TimestampMethod(member, defaultTimestampFormat)}({value})";
    }

    public static string TimestampMethod(Member member, string defaultFormat) => (member.TimestampFormat ?? defaultFormat) switch
    {
        "iso8601" => "Iso8601",
        "rfc822" => "Rfc822",
        "unixTimestamp" => "UnixTimestamp",
        var other => throw new GeneratorException($"The member {member.Name} has the timestamp format {other}, which the generator doesn't know."),
    };
}
