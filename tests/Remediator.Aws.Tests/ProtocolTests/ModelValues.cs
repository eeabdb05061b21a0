using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Documents;
using Amazon.Runtime.Generated;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>Moves values between the suites' JSON and the generated types.</summary>
internal sealed class ModelValues(Service service)
{
    /// <summary>Sets a structure's members from the suite's JSON.</summary>
    public void Fill(object target, Shape? shape, JsonElement values)
    {
        foreach (var property in service.Properties(shape))
            if (values.TryGetProperty(property.Member.Name, out var value))
            {
                var info = PropertyOf(target, property);
                info.SetValue(target, Build(property.Shape, info.PropertyType, value));
            }
    }

    /// <summary>Compares a structure with the suite's JSON; what that doesn't name has to be absent.</summary>
    public void AssertEqual(Shape shape, JsonElement expected, object actual, string path, IEnumerable<Property>? only = null)
    {
        foreach (var property in only ?? service.Properties(shape))
        {
            var value = PropertyOf(actual, property).GetValue(actual);
            var member = path + "." + property.Name;
            if (expected.TryGetProperty(property.Member.Name, out var wanted))
                AssertValue(property.Shape, wanted, value, member);
            else
                Assert.True(value is null or Document { Type: DocumentType.Null }, $"{member} should be absent but is {value}");
        }
    }

    public IEnumerable<Property> ErrorProperties(Shape error) => service.ErrorProperties(error);

    private object? Build(Shape shape, Type type, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null && shape.Kind != ShapeKind.Document)
            return null;
        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                var structure = Activator.CreateInstance(type)!;
                Fill(structure, shape, value);
                return structure;
            case ShapeKind.List:
                var list = (IList)Activator.CreateInstance(type)!;
                foreach (var item in value.EnumerateArray())
                    list.Add(Build(shape.Item.Shape, type.GenericTypeArguments[0], item));
                return list;
            case ShapeKind.Map:
                var map = (IDictionary)Activator.CreateInstance(type)!;
                foreach (var entry in value.EnumerateObject())
                    map.Add(entry.Name, Build(shape.Value.Shape, type.GenericTypeArguments[1], entry.Value));
                return map;
            case ShapeKind.Enumeration when typeof(ConstantClass).IsAssignableFrom(type):
                return Activator.CreateInstance(type, value.GetString());
            case ShapeKind.Blob:
                return service.IsEc2 ? Convert.ToBase64String(Bytes(value)) : new MemoryStream(Bytes(value));
            case ShapeKind.Timestamp:
                return Time(value);
            case ShapeKind.Document:
                return JsonReading.Document(value);
            case ShapeKind.Float or ShapeKind.Double:
                return Convert.ChangeType(Number(value), scalar, CultureInfo.InvariantCulture);
            case ShapeKind.Integer or ShapeKind.Long:
                return Convert.ChangeType(value.GetInt64(), scalar, CultureInfo.InvariantCulture);
            case ShapeKind.Boolean:
                return value.GetBoolean();
            default:
                return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
    }

    private void AssertValue(Shape shape, JsonElement expected, object? actual, string path)
    {
        if (shape.Kind == ShapeKind.Document)
        {
            Assert.True(JsonElement.DeepEquals(expected, Json(Assert.IsType<Document>(actual))), $"{path} differs from {expected}");
            return;
        }

        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
            return;
        }

        Assert.True(actual is not null, $"{path} is absent");
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                AssertEqual(shape, expected, actual!, path);
                break;
            case ShapeKind.List:
                var items = ((IEnumerable)actual!).Cast<object?>().ToList();
                Assert.Equal(expected.GetArrayLength(), items.Count);
                foreach (var (item, position) in expected.EnumerateArray().Select((item, position) => (item, position)))
                    AssertValue(shape.Item.Shape, item, items[position], $"{path}[{position}]");
                break;
            case ShapeKind.Map:
                var map = (IDictionary)actual!;
                Assert.Equal(expected.EnumerateObject().Select(entry => entry.Name).Order(), map.Keys.Cast<string>().Order());
                foreach (var entry in expected.EnumerateObject())
                    AssertValue(shape.Value.Shape, entry.Value, map[entry.Name], $"{path}[{entry.Name}]");
                break;
            case ShapeKind.Blob:
                var bytes = actual is MemoryStream stream ? stream.ToArray() : Convert.FromBase64String((string)actual!);
                Assert.Equal(Bytes(expected), bytes);
                break;
            case ShapeKind.Timestamp:
                Assert.Equal(Time(expected), actual);
                break;
            case ShapeKind.Float or ShapeKind.Double:
                Assert.Equal(Number(expected), Convert.ToDouble(actual, CultureInfo.InvariantCulture), 1e-6);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                Assert.Equal(expected.GetInt64(), Convert.ToInt64(actual, CultureInfo.InvariantCulture));
                break;
            case ShapeKind.Boolean:
                Assert.Equal(expected.GetBoolean(), actual);
                break;
            default:
                Assert.Equal(expected.ValueKind == JsonValueKind.String ? expected.GetString() : expected.GetRawText(), actual!.ToString());
                break;
        }
    }

    private static PropertyInfo PropertyOf(object target, Property property) =>
        target.GetType().GetProperty(property.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)!;

    private static JsonElement Json(Document document)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            JsonWriting.Document(writer, document);
        return JsonDocument.Parse(json.ToArray()).RootElement;
    }

    private static byte[] Bytes(JsonElement value) => Encoding.UTF8.GetBytes(value.GetString()!);

    private static DateTime Time(JsonElement value) =>
        DateTime.UnixEpoch.AddMilliseconds(Math.Round(value.GetDouble() * 1000));

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };
}
