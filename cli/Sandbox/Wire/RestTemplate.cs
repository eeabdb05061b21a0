using System.Net;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>Paths of REST-JSON operations such as <c>/detector/{DetectorId}</c>; a label fits one part of a path.</summary>
internal static class RestTemplate
{
    /// <summary>The labels' values; null when the path is another one.</summary>
    public static Dictionary<string, string>? Match(string template, string path)
    {
        var (wanted, given) = (template.TrimEnd('/').Split('/'), path.TrimEnd('/').Split('/'));
        if (wanted.Length != given.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (part, text) in wanted.Zip(given))
        {
            if (part is ['{', .. var label, '}'])
            {
                values[label] = WebUtility.UrlDecode(text.Replace("+", "%2B", StringComparison.Ordinal));
            }
            else if (part != text)
            {
                return null;
            }
        }

        return values;
    }

    /// <summary>Labels, query and the scalars of the body together.</summary>
    public static Parameters Parameters(Dictionary<string, string>? labels, HttpRequest request)
    {
        var values = Wire.Parameters.Form(request.Query);
        foreach (var (name, value) in JsonParameters.Flatten(request.Body).Concat(labels ?? []))
        {
            values[name] = value;
        }

        return new Parameters(values);
    }
}
