using System.Globalization;
using System.Text.Json.Nodes;

namespace Remediator.Playbooks.Yaml;

/// <summary>What an unquoted word means: YAML 1.2's core schema, as editors apply it.</summary>
internal static class YamlScalars
{
    public static JsonNode? ToJson(YamlScalar scalar)
    {
        if (scalar.Quoted)
            return JsonValue.Create(scalar.Text);
        switch (scalar.Text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
        }

        if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return JsonValue.Create(integer);
        const NumberStyles Float = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (scalar.Text[0] is '-' or '+' or '.' or (>= '0' and <= '9') && double.TryParse(scalar.Text, Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return JsonValue.Create(number);
        return JsonValue.Create(scalar.Text);
    }
}
