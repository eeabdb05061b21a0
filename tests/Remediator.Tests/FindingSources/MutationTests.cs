using System.Text.Json.Nodes;
using Remediator.FindingSources;
using Xunit.Abstractions;

namespace Remediator.Tests.FindingSources;

/// <summary>Damages documents in every place: reading never throws and never makes up an id.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const string HalfPair = "@half@";

    private static readonly (string Name, Func<JsonNode?> Value)[] Values =
    [
        ("null", () => null),
        ("a number", () => JsonValue.Create(7)),
        ("a huge number", () => JsonNode.Parse("1e400")),
        ("true", () => JsonValue.Create(true)),
        ("a string", () => JsonValue.Create("foo")),
        ("an empty string", () => JsonValue.Create("")),
        ("a long string", () => JsonValue.Create(new string('a', 10_000))),
        ("a control character", () => JsonValue.Create("i-0a1b\u0000\u001b[2J")),
        ("a direction override", () => JsonValue.Create("i-0a1b\u202e")),
        ("half of a surrogate pair", () => JsonValue.Create(HalfPair)),
        ("a wildcard", () => JsonValue.Create("*")),
        ("a policy variable", () => JsonValue.Create("${aws:username}")),
        ("a way up", () => JsonValue.Create("../../etc/passwd?x=1&y=2")),
        ("somebody else's role", () => JsonValue.Create("arn:aws:iam::*:role/*")),
        ("an ARN of nothing", () => JsonValue.Create("arn:aws:lambda:::function:")),
        ("an ARN without an end", () => JsonValue.Create("arn:aws:s3:::/")),
        ("an empty list", () => new JsonArray()),
        ("a list of odd things", () => new JsonArray(null, 1, "x", new JsonArray(), new JsonObject())),
        ("an empty object", () => new JsonObject()),
        ("an object", () => new JsonObject { ["id"] = "x", ["ID"] = 3 }),
    ];

    [Fact]
    public void Any_field_of_a_sample_may_be_missing_or_of_another_type()
    {
        var count = 0;
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (file, text) in Documents())
        {
            var original = JsonNode.Parse(text)!;
            var source = SourceOf(file, original);
            foreach (var path in Paths(original).ToList())
            {
                var place = $"{source} {string.Join('.', path)}";
                var times = met[place] = met.GetValueOrDefault(place) + 1;
                Check(original, path, null, file);
                var values = ValuesFor(times);
                foreach (var value in values)
                    Check(original, path, value.Value, file);
                count += values.Length + 1;
            }
        }

        output.WriteLine($"{count} damaged documents");
    }

    /// <summary>All of them in the first three samples of a source that have the place; the samples after these share them out.</summary>
    private static (string Name, Func<JsonNode?> Value)[] ValuesFor(int times) =>
        times <= 3 ? Values : [Values[times % Values.Length], Values[(times + (Values.Length / 2)) % Values.Length]];

    [Fact]
    public void Every_source_and_every_detail_type_is_damaged()
    {
        var read = Documents().Select(d => (Json: JsonNode.Parse(d.Text)!, Result: FindingReader.Read(d.Text))).ToList();

        Assert.Equal(
            FindingSourceCatalogue.All.Select(s => s.Name).Order(StringComparer.Ordinal),
            read.SelectMany(r => r.Result is SourceResult.Parsed parsed ? parsed.Findings.Select(f => f.Source) : []).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(FindingSourceCatalogue.All.SelectMany(s => s.DetailTypes).Except(read.Select(r => r.Json is JsonObject o ? o["detail-type"]?.ToString() : null)));
    }

    /// <summary>Far more of everything than an event has: of entries, of letters, and of levels.</summary>
    [Fact]
    public void Any_field_of_each_kind_of_event_may_be_huge()
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        string[] huge = [$"\"{new string('a', 200_000)}\"", new string('[', 50) + new string(']', 50), new string('[', 5_000) + new string(']', 5_000)];
        var count = 0;
        foreach (var (name, document) in Documents())
        {
            var original = JsonNode.Parse(document)!;
            foreach (var path in Paths(original).Where(p => met.Add($"{SourceOf(name, original)} {string.Join('.', p.Select(s => s is int ? "[]" : s))}")).ToList())
            {
                // Lists get entries of their own, all else one of the others in turn.
                var value = At(original, path) is JsonArray { Count: > 0 } list ? $"[{string.Join(',', Enumerable.Repeat(list[0]?.ToJsonString() ?? "null", 500))}]" : huge[count % huge.Length];
                var json = Json(Damage(original.DeepClone(), path, () => JsonValue.Create(Hole))).Replace($"\"{Hole}\"", value, StringComparison.Ordinal);
                var result = FindingReader.Read(json);
                if (result is SourceResult.Parsed)
                    Invariants.Check(result, json);
                count++;
            }
        }

        output.WriteLine($"{count} damaged documents");
    }

    private const string Hole = "@hole@";

    private static JsonNode? At(JsonNode root, IEnumerable<object> path) =>
        path.Aggregate((JsonNode?)root, (node, step) => step is string name ? node![name] : node![(int)step]);

    private static string SourceOf(string file, JsonNode original) =>
        original is JsonObject && original["source"] is JsonValue named ? named.ToString() : Path.GetFileName(Path.GetDirectoryName(file)!);

    /// <summary>The samples, and one of each source as an event of every detail type that no sample has.</summary>
    private static List<(string Name, string Text)> Documents()
    {
        var samples = Sample.All.Select(f => (Name: f, Text: File.ReadAllText(f))).ToList();
        var events = samples.Select(s => (s.Name, Json: JsonNode.Parse(s.Text) as JsonObject)).Where(s => s.Json?["detail-type"] is not null).ToList();
        foreach (var source in FindingSourceCatalogue.All)
        {
            foreach (var missing in source.DetailTypes.Where(t => !events.Exists(e => e.Json!["detail-type"]!.ToString() == t)))
            {
                var like = events.First(e => e.Json!["source"]?.ToString() == source.EventSource);
                var json = (JsonObject)like.Json!.DeepClone();
                json["detail-type"] = missing;
                samples.Add((like.Name, json.ToJsonString()));
            }
        }

        return samples;
    }

    [Theory]
    [InlineData(20260914)]
    [InlineData(20260915)]
    [InlineData(20260916)]
    public void Events_may_be_damaged_in_several_places_at_once(int seed)
    {
        output.WriteLine(Corpus.Where);
        var random = new Random(seed);
        var texts = Corpus.Rows.Select(r => Corpus.Text(r.File)).Concat(Sample.All.Select(File.ReadAllText)).Where(IsJson).ToList();
        foreach (var text in texts)
        {
            var damaged = JsonNode.Parse(text)!;
            for (var round = 0; round < 6; round++)
            {
                var paths = Paths(damaged).ToList();
                if (paths.Count == 0)
                    break;
                var value = random.Next(4) == 0 ? null : Values[random.Next(Values.Length)].Value;
                damaged = Damage(damaged, paths[random.Next(paths.Count)], value);
                var json = Json(damaged);
                Invariants.Check(FindingReader.Read(json), json);
            }
        }
    }

    [Theory]
    [InlineData(20260914)]
    public void Text_may_be_cut_or_flipped_anywhere(int seed)
    {
        var random = new Random(seed);
        foreach (var file in Sample.All)
        {
            var bytes = File.ReadAllBytes(file);
            for (var round = 0; round < 40; round++)
            {
                var damaged = bytes[..random.Next(1, bytes.Length)];
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                Assert.IsAssignableFrom<SourceResult>(FindingReader.Read(damaged));
            }
        }
    }

    private static void Check(JsonNode original, IReadOnlyList<object> path, Func<JsonNode?>? value, string file)
    {
        var json = Json(Damage(original.DeepClone(), path, value));
        var result = FindingReader.Read(json);
        try
        {
            Invariants.Check(result, json);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{Path.GetFileName(file)} with {string.Join('.', path)} = {value?.Invoke()?.ToJsonString() ?? "gone or null"}: {e.Message}", e);
        }
    }

    /// <summary>Puts the value in the place, or removes the place without one.</summary>
    private static JsonNode Damage(JsonNode root, IReadOnlyList<object> path, Func<JsonNode?>? value)
    {
        var parent = root;
        foreach (var step in path.SkipLast(1))
            parent = step is string name ? parent[name]! : parent[(int)step]!;
        switch (path[^1])
        {
            case string name when value is null:
                parent.AsObject().Remove(name);
                break;
            case string name:
                parent[name] = value();
                break;
            case int index when value is null:
                parent.AsArray().RemoveAt(index);
                break;
            case int index:
                parent[index] = value();
                break;
        }

        return root;
    }

    private static string Json(JsonNode node) => node.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);

    private static IEnumerable<IReadOnlyList<object>> Paths(JsonNode? node)
    {
        IEnumerable<(object Step, JsonNode? Child)> children = node switch
        {
            JsonObject o => o.Select(p => ((object)p.Key, p.Value)),
            JsonArray a => a.Select((child, index) => ((object)index, child)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            yield return [step];
            foreach (var rest in Paths(child))
                yield return [step, .. rest];
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject or JsonArray;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
