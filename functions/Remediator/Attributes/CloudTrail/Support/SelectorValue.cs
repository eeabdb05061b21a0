using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;
using Remediator.FindingSources.Json;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Event selectors as one value, in the names that CloudTrail's own events have for them. Pure.</summary>
/// <remarks>Sorted: what any selector takes in is recorded, so that their order says nothing.</remarks>
internal static class SelectorValue
{
    private const string Basic = "eventSelectors";
    private const string Advanced = "advancedEventSelectors";
    private const int LongestText = 2048;

    private static readonly Operator[] Operators =
    [
        new("equals", s => s.Equals, (s, values) => s.Equals = values),
        new("startsWith", s => s.StartsWith, (s, values) => s.StartsWith = values),
        new("endsWith", s => s.EndsWith, (s, values) => s.EndsWith = values),
        new("notEquals", s => s.NotEquals, (s, values) => s.NotEquals = values),
        new("notStartsWith", s => s.NotStartsWith, (s, values) => s.NotStartsWith = values),
        new("notEndsWith", s => s.NotEndsWith, (s, values) => s.NotEndsWith = values),
    ];

    /// <summary>What a trail records that was made without any: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html.</summary>
    public static AttributeValue Default => Of([new EventSelector()], null);

    public static AttributeValue Of(IEnumerable<EventSelector>? basic, IEnumerable<AdvancedEventSelector>? advanced)
    {
        var value = new JsonObject();
        Add(value, Basic, (basic ?? []).Select(Node));
        Add(value, Advanced, (advanced ?? []).Select(Node));
        return AttributeValue.Of(value);
    }

    /// <summary>The selectors in a value, or in the parameters of a recorded call; one of the two is null.</summary>
    /// <exception cref="RemediationException">It has, or lacks, something by which it can't be the selectors of a trail, or not for sure.</exception>
    public static (List<EventSelector>? Basic, List<AdvancedEventSelector>? Advanced) Parse(JsonElement value)
    {
        Only(value, "trailName", Basic, Advanced);
        var (basic, advanced) = (List(value, Basic, ReadBasic), List(value, Advanced, ReadAdvanced));
        return (basic is null) == (advanced is null) ? throw Unclear(value) : (basic, advanced);
    }

    public static string Describe(AttributeValue value)
    {
        var node = value.ToNode()!;
        var basic = Items(node, Basic).Select(s => string.Join(", ", BasicWords(s!)));
        var advanced = Items(node, Advanced).Select(s => string.Join(" and ", Items(s!, "fieldSelectors").Select(f => FieldWords(f!.AsObject()))));
        return string.Join("; ", basic.Concat(advanced).DefaultIfEmpty("nothing"));
    }

    private static IEnumerable<string> BasicWords(JsonNode selector)
    {
        var kind = selector["readWriteType"]!.GetValue<string>() switch { "ReadOnly" => "read ", "WriteOnly" => "write ", _ => "" };
        yield return selector["includeManagementEvents"]!.GetValue<bool>() ? $"{kind}management events" : "no management events";
        foreach (var source in Items(selector, "excludeManagementEventSources"))
        {
            yield return $"without {source}";
        }

        foreach (var data in Items(selector, "dataResources"))
        {
            yield return $"{kind}data events of {data!["type"]} ({Items(data, "values").Count.ToString(CultureInfo.InvariantCulture)})";
        }
    }

    private static string FieldWords(JsonObject field) =>
        string.Join(" and ", field.Where(p => p.Key != "field").Select(p => $"{field["field"]} {p.Key} {string.Join(" or ", p.Value!.AsArray())}"));

    private static JsonArray Items(JsonNode node, string name) => node[name] as JsonArray ?? [];

    private static JsonObject Node(EventSelector selector)
    {
        var node = new JsonObject { ["readWriteType"] = selector.ReadWriteType?.Value ?? ReadWriteType.All.Value, ["includeManagementEvents"] = selector.IncludeManagementEvents ?? true };
        Add(node, "dataResources", (selector.DataResources ?? []).Select(d => new JsonObject { ["type"] = d.Type, ["values"] = Sorted(Texts(d.Values)) }));
        Add(node, "excludeManagementEventSources", Texts(selector.ExcludeManagementEventSources));
        return node;
    }

    private static JsonObject Node(AdvancedEventSelector selector)
    {
        var node = new JsonObject { ["fieldSelectors"] = new JsonArray([.. (selector.FieldSelectors ?? []).OrderBy(f => f.Field, StringComparer.Ordinal).Select(Node)]) };
        if (selector.Name is { Length: > 0 } name)
        {
            node["name"] = name;
        }

        return node;
    }

    private static JsonObject Node(AdvancedFieldSelector selector)
    {
        var node = new JsonObject { ["field"] = selector.Field };
        foreach (var one in Operators)
        {
            Add(node, one.Name, Texts(one.Get(selector)));
        }

        return node;
    }

    private static IEnumerable<JsonNode> Texts(List<string>? values) => (values ?? []).Select(v => (JsonNode)JsonValue.Create(v));

    private static void Add(JsonObject to, string name, IEnumerable<JsonNode> nodes)
    {
        if (Sorted(nodes) is { Count: > 0 } sorted)
        {
            to[name] = sorted;
        }
    }

    private static JsonArray Sorted(IEnumerable<JsonNode> nodes) => [.. nodes.OrderBy(n => AttributeValue.Of(n).Json, StringComparer.Ordinal)];

    private static EventSelector ReadBasic(JsonElement selector)
    {
        Only(selector, "readWriteType", "includeManagementEvents", "dataResources", "excludeManagementEventSources");
        return new EventSelector
        {
            ReadWriteType = Given(selector, "readWriteType") is not { } type ? ReadWriteType.All : Text(type) is "All" or "ReadOnly" or "WriteOnly" ? Text(type) : throw Unclear(type),
            IncludeManagementEvents = Given(selector, "includeManagementEvents") is not { } flag || (flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : throw Unclear(flag)),
            DataResources = List(selector, "dataResources", ReadData),
            ExcludeManagementEventSources = List(selector, "excludeManagementEventSources", Text),
        };
    }

    private static DataResource ReadData(JsonElement data)
    {
        Only(data, "type", "values");
        return new DataResource { Type = Text(Needed(data, "type")), Values = List(data, "values", Text) ?? [] };
    }

    private static AdvancedEventSelector ReadAdvanced(JsonElement selector)
    {
        Only(selector, "name", "fieldSelectors");
        return new AdvancedEventSelector
        {
            Name = Given(selector, "name") is { } name && name.GetRawText() != "\"\"" ? Text(name) : null,
            FieldSelectors = List(selector, "fieldSelectors", ReadField) ?? throw Unclear(selector),
        };
    }

    private static AdvancedFieldSelector ReadField(JsonElement field)
    {
        Only(field, [.. Operators.Select(o => o.Name), "field"]);
        var read = new AdvancedFieldSelector { Field = Text(Needed(field, "field")) };
        var conditions = 0;
        foreach (var one in Operators)
        {
            if (List(field, one.Name, Text) is { } values)
            {
                one.Set(read, values);
                conditions++;
            }
        }

        return conditions > 0 ? read : throw Unclear(field);
    }

    /// <summary>Null for none and for an empty one, which CloudTrail takes for none.</summary>
    private static List<T>? List<T>(JsonElement of, string name, Func<JsonElement, T> read) =>
        Given(of, name) is not { } list ? null
        : list.ValueKind != JsonValueKind.Array ? throw Unclear(list)
        : list.GetArrayLength() == 0 ? null
        : [.. list.EnumerateArray().Select(read)];

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SafeText.IdentifierOrNull(value.Text()) is { Length: <= LongestText } text ? text : throw Unclear(value);

    private static JsonElement? Given(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonElement Needed(JsonElement of, string name) => Given(of, name) ?? throw Unclear(of);

    private static void Only(JsonElement value, params string[] names)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(p => !names.Contains(JsonFields.NameOf(p), StringComparer.Ordinal)))
        {
            throw Unclear(value);
        }
    }

    private static RemediationException Unclear(JsonElement value) => new($"not the event selectors of a trail as Remediator knows them: {SafeText.Quote(value.GetRawText())}");

    private sealed class Operator(string name, Func<AdvancedFieldSelector, List<string>?> get, Action<AdvancedFieldSelector, List<string>> set)
    {
        public string Name => name;

        public Func<AdvancedFieldSelector, List<string>?> Get => get;

        public Action<AdvancedFieldSelector, List<string>> Set => set;
    }
}
