using System.Text;

namespace Remediator.Tools.ClientGenerator.CSharp;

/// <summary>The official clients' naming rules.</summary>
public static class Identifiers
{
    private static readonly HashSet<string> InheritedByConstants = ["Equals", "ToString", "Value", "FindValue", "GetHashCode", "GetType"];

    public static string Capitalize(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>The field's name of an enumeration value: "t2.micro" is T2Micro, "RSA_2048" stays.</summary>
    public static string OfEnumerationValue(string value)
    {
        var name = new StringBuilder();
        var startsWord = true;
        foreach (var c in value)
        {
            if (char.IsLetterOrDigit(c))
                name.Append(startsWord ? char.ToUpperInvariant(c) : c);
            else if (c == '_')
                name.Append(c);
            startsWord = !char.IsLetterOrDigit(c);
        }

        if (name.Length == 0 || char.IsDigit(name[0]))
            name.Insert(0, '_');
        var identifier = name.ToString();
        return InheritedByConstants.Contains(identifier) ? identifier + "_" : identifier;
    }

    /// <summary>An error's exception: "FooFault" and "Foo" both become FooException.</summary>
    public static string OfException(string shape)
    {
        var name = Capitalize(shape);
        return name.EndsWith("Exception", StringComparison.Ordinal) ? name
            : name.EndsWith("Fault", StringComparison.Ordinal) ? name[..^"Fault".Length] + "Exception"
            : name + "Exception";
    }
}
