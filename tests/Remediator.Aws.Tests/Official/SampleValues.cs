using System.Collections;
using System.Reflection;
using Amazon.Runtime;

namespace Remediator.Aws.Tests.Official;

/// <summary>Fills any request, deeply, with the same values every time.</summary>
internal static class SampleValues
{
    public static void Fill(object target, Func<PropertyInfo, bool> include)
    {
        var properties = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        foreach (var property in properties.Where(property => property.CanWrite && include(property)))
            property.SetValue(target, Of(property.PropertyType, property.Name, include));
    }

    private static object Of(Type type, string name, Func<PropertyInfo, bool> include)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return name + " é/&+<\"~*";
        if (type == typeof(bool))
            return true;
        if (type == typeof(int))
            return 7;
        if (type == typeof(long))
            return 7_000_000_000L;
        if (type == typeof(DateTime))
            return new DateTime(2024, 2, 29, 12, 30, 15, 250, DateTimeKind.Utc);
        if (type == typeof(MemoryStream))
            return new MemoryStream([1, 2, 3, 255]);
        if (typeof(ConstantClass).IsAssignableFrom(type))
            return Activator.CreateInstance(type, "CONSTANT")!;
        return Composite(type, name, include);
    }

    private static object Composite(Type type, string name, Func<PropertyInfo, bool> include)
    {
        var value = Activator.CreateInstance(type)!;
        if (value is IDictionary map)
            map.Add("key", Of(type.GenericTypeArguments[1], name, include));
        else if (value is IList list)
            for (var i = 0; i < 2; i++)
                list.Add(Of(type.GenericTypeArguments[0], name + i, include));
        else
            Fill(value, include);
        return value;
    }
}
