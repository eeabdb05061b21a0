using System.Globalization;
using System.Net;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>The parameters of a query call, or of one structure inside it.</summary>
internal sealed class Parameters(IReadOnlyDictionary<string, string> values, string prefix = "")
{
    public static Parameters ParseForm(string text) => new(Form(text));

    /// <summary>Names and values of a form body or a query string; a name without a value has an empty one.</summary>
    public static Dictionary<string, string> Form(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            values[WebUtility.UrlDecode(name)] = WebUtility.UrlDecode(value);
        }

        return values;
    }

    public string? this[string name] => values.GetValueOrDefault(prefix + name);

    public string Required(string name) => this[name] is { Length: > 0 } value ? value : throw AwsError.MissingParameter(prefix + name);

    public bool? Bool(string name) => this[name] is { } value ? bool.TryParse(value, out var parsed) ? parsed : throw AwsError.InvalidParameter(prefix + name, value) : null;

    public int? Int(string name) =>
        this[name] is { } value ? int.TryParse(value, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw AwsError.InvalidParameter(prefix + name, value) : null;

    /// <summary>Whether the parameter, or any part of it, was sent.</summary>
    public bool Has(string name) => this[name] is not null || values.Keys.Any(k => k.StartsWith(prefix + name + ".", StringComparison.Ordinal));

    /// <summary>A list of scalars: <c>Name.1</c> or <c>Name.member.1</c>.</summary>
    public IReadOnlyList<string> List(string name)
    {
        var list = new List<string>();
        foreach (var stem in Stems(name))
        {
            for (var i = 1; values.TryGetValue(stem + i.ToString(CultureInfo.InvariantCulture), out var value); i++)
            {
                list.Add(value);
            }
        }

        return list;
    }

    /// <summary>A list of structures.</summary>
    public IReadOnlyList<Parameters> Structs(string name)
    {
        var list = new List<Parameters>();
        foreach (var stem in Stems(name))
        {
            for (var i = 1; ; i++)
            {
                var inner = stem + i.ToString(CultureInfo.InvariantCulture) + ".";
                if (!values.Keys.Any(k => k.StartsWith(inner, StringComparison.Ordinal)))
                {
                    break;
                }

                list.Add(new Parameters(values, inner));
            }
        }

        return list;
    }

    public Parameters Struct(string name) => new(values, prefix + name + ".");

    private string[] Stems(string name) => [prefix + name + ".", prefix + name + ".member."];
}
