using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>AWS's protocol test suites as a service's model: their cases bring shapes and operations along.</summary>
public static class ProtocolSuite
{
    private const string Prefix = "suite:";

    public static bool Is(string model) => model.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Merges the input and the output suite of a protocol ("suite:ec2") into one model.</summary>
    public static ServiceModel Load(string project, string model)
    {
        var shapes = new JsonObject();
        var operations = new JsonObject();
        JsonNode? metadata = null;
        foreach (var direction in (string[])["input", "output"])
        {
            var file = Path.Combine(project, "ProtocolTests", "Suites", direction, model[Prefix.Length..] + ".json");
            foreach (var suite in JsonNode.Parse(File.ReadAllText(file))!.AsArray())
            {
                metadata ??= suite!["metadata"]!.DeepClone();
                foreach (var (name, shape) in suite!["shapes"]!.AsObject())
                    shapes[name] = shape!.DeepClone();
                foreach (var testCase in suite["cases"]!.AsArray())
                    Merge(operations, testCase!["given"]!.AsObject());
            }
        }

        var merged = new JsonObject { ["metadata"] = metadata, ["operations"] = operations, ["shapes"] = shapes };
        return new ServiceModel(JsonSerializer.SerializeToElement(merged));
    }

    /// <summary>The input suite knows an operation's input, the output suite its output, each error case one error.</summary>
    private static void Merge(JsonObject operations, JsonObject given)
    {
        var name = (string)given["name"]!;
        var operation = operations[name] as JsonObject ?? [];
        operations[name] = operation;
        foreach (var (key, value) in given)
        {
            if (key == "errors" && operation[key] is JsonArray known)
                foreach (var error in value!.AsArray())
                    known.Add(error!.DeepClone());
            else if (!operation.ContainsKey(key))
                operation[key] = value?.DeepClone();
        }
    }
}
