using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Benchmark.Loopback;

/// <summary>As much of DynamoDB as a ledger's writes need: conditions always hold, since every run has its own executions.</summary>
internal sealed partial class LedgerStub
{
    private const string Target = "DynamoDB_20120810.";

    private readonly ConcurrentDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);

    public static bool Takes(HttpRequest request) => request.Header("X-Amz-Target")?.StartsWith(Target, StringComparison.Ordinal) is true;

    public HttpReply Answer(HttpRequest request)
    {
        var body = JsonNode.Parse(request.Body)!.AsObject();
        JsonObject answer = request.Header("X-Amz-Target")![Target.Length..] switch
        {
            "UpdateItem" => new() { ["Attributes"] = Update(body).DeepClone() },
            "TransactWriteItems" => Transact(body),
            "PutItem" => [],

            // No controls are set.
            "Query" => new() { ["Items"] = new JsonArray(), ["Count"] = 0, ["ScannedCount"] = 0 },
            var other => throw new InvalidOperationException($"the ledger stub has no {other}"),
        };
        return new HttpReply(200, "application/x-amz-json-1.0", Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private JsonObject Transact(JsonObject body)
    {
        foreach (var item in body["TransactItems"]!.AsArray())
        {
            // What is only ever put (audit entries) is never read here.
            if (item!["Update"] is JsonObject update)
            {
                Update(update);
            }
        }

        return [];
    }

    private JsonObject Update(JsonObject request)
    {
        var item = _items.GetOrAdd(request["Key"]!.ToJsonString(), _ => []);
        lock (item)
        {
            foreach (Match set in Assignments().Matches((string)request["UpdateExpression"]!))
            {
                var name = (string)request["ExpressionAttributeNames"]!["#" + set.Groups["name"].Value]!;
                if (!set.Groups["absent"].Success || item[name] is null)
                {
                    item[name] = request["ExpressionAttributeValues"]![set.Groups["value"].Value]!.DeepClone();
                }

                if (set.Groups["added"].Success)
                {
                    var added = (string)request["ExpressionAttributeValues"]![set.Groups["added"].Value]!["N"]!;
                    item[name] = new JsonObject { ["N"] = $"{int.Parse((string)item[name]!["N"]!) + int.Parse(added)}" };
                }
            }

            return item;
        }
    }

    [GeneratedRegex(@"#(?<name>\w+) = (?:(?<absent>if_not_exists)\(#\w+, )?(?<value>:\w+)\)?(?: \+ (?<added>:\w+))?")]
    private static partial Regex Assignments();
}
