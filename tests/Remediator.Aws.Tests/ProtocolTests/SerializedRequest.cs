using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>Compares a request with what a case says it has to look like.</summary>
internal static class SerializedRequest
{
    /// <summary>Where a case expects this token, any generated one will do.</summary>
    private const string GeneratedToken = "00000000-0000-4000-8000-000000000000";

    public static void AssertEqual(ProtocolCase testCase, RecordingHttp http)
    {
        var expected = testCase.Definition.GetProperty("serialized");
        Assert.Equal(expected.GetProperty("method").GetString(), http.Method!.Method);
        AssertUri(expected, http.Uri!);
        AssertHeaders(expected, http.Headers);
        if (expected.TryGetProperty("body", out var body))
            AssertBody(testCase, body.GetString()!, Encoding.UTF8.GetString(http.Body));
    }

    private static void AssertUri(JsonElement expected, Uri actual)
    {
        var wanted = expected.GetProperty("uri").GetString()!.Split('?', 2);
        Assert.Equal(wanted[0], actual.AbsolutePath);
        AssertForm(Sorted(wanted.Length == 2 ? wanted[1] : ""), Sorted(actual.Query.TrimStart('?')));
        if (expected.TryGetProperty("host", out var host))
            Assert.Equal(host.GetString()!.Split('/')[0], actual.Host);
    }

    private static void AssertHeaders(JsonElement expected, Dictionary<string, string> actual)
    {
        if (expected.TryGetProperty("headers", out var headers))
            foreach (var header in headers.EnumerateObject())
            {
                Assert.True(actual.TryGetValue(header.Name, out var value), $"the header {header.Name} is missing");
                AssertText(header.Value.GetString()!, header.NameEquals("Content-Type") ? MediaType(value) : value);
            }

        foreach (var name in Names(expected, "requireHeaders"))
            Assert.True(actual.ContainsKey(name), $"the header {name} is missing");
        foreach (var name in Names(expected, "forbidHeaders"))
            Assert.False(actual.ContainsKey(name), $"the header {name} is present");
    }

    private static void AssertBody(ProtocolCase testCase, string expected, string actual)
    {
        if (expected.Length == 0 || actual.Length == 0)
            Assert.Equal(expected, actual);
        else if (testCase.Suite is "ec2" or "query")
            AssertForm(Sorted(expected.Trim()), Sorted(actual));
        else if (LooksLike(expected, '{', '['))
            AssertJson(JsonNode.Parse(expected), JsonNode.Parse(actual), "body");
        else if (LooksLike(expected, '<') && testCase.Suite == "rest-xml")
            Assert.Equal(Canonical(XElement.Parse(expected)), Canonical(XElement.Parse(actual)));
        else
            Assert.Equal(expected, actual);
    }

    private static void AssertForm(List<string> expected, List<string> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (wanted, given) in expected.Zip(actual))
            if (wanted.EndsWith(GeneratedToken, StringComparison.Ordinal))
                AssertText(GeneratedToken, given[(given.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            else
                Assert.Equal(wanted, given);
    }

    private static void AssertJson(JsonNode? expected, JsonNode? actual, string path)
    {
        if (expected is JsonObject members && actual is JsonObject given && members.Select(m => m.Key).Order().SequenceEqual(given.Select(m => m.Key).Order()))
            foreach (var (name, value) in members)
                AssertJson(value, given[name], path + "." + name);
        else if (expected is JsonValue text && text.GetValueKind() == JsonValueKind.String && (string?)text == GeneratedToken)
            AssertText(GeneratedToken, (string?)actual ?? "");
        else
            Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: expected {expected?.ToJsonString()}, was {actual?.ToJsonString()}");
    }

    /// <summary>Attributes in order, default namespaces as part of the names, no white space between elements, tokens alike.</summary>
    private static string Canonical(XElement element)
    {
        var attributes = element.Attributes().Where(attribute => attribute.Name != "xmlns").Select(attribute => $"{attribute.Name}='{attribute.Value}'").Order(StringComparer.Ordinal);
        var content = element.HasElements
            ? string.Concat(element.Elements().Select(Canonical))
            : Guid.TryParse(element.Value, out _) ? GeneratedToken : element.Value;
        return $"<{element.Name} {string.Join(' ', attributes)}>{content}</>";
    }

    private static void AssertText(string expected, string actual)
    {
        if (expected == GeneratedToken)
            Assert.True(Guid.TryParse(actual, out _), $"{actual} is not a token");
        else
            Assert.Equal(expected, actual);
    }

    private static List<string> Sorted(string parameters) =>
        [.. parameters.Split('&').Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal)];

    private static bool LooksLike(string text, params ReadOnlySpan<char> starts) => starts.Contains(text.TrimStart()[0]);

    /// <summary>The official clients add the character set, which the suites leave out.</summary>
    private static string MediaType(string value) => value.Split(';')[0];

    private static IEnumerable<string> Names(JsonElement expected, string property) =>
        expected.TryGetProperty(property, out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
}
