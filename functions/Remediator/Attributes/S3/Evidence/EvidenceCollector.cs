using System.Text;
using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes.Evidence;

/// <summary>Makes the content of a file of evidence from what its wanted value asks for.</summary>
internal sealed class EvidenceCollector(AwsSession aws, CancellationToken cancel)
{
    public const string Instance = "instance";
    public const string Task = "task";
    public const string ConsoleOutput = "console-output";
    public const string Screenshot = "screenshot";
    public const string ApiCalls = "api-calls";
    public const string Manifest = "manifest";

    /// <summary>Whose API calls: a user or session name, or an access key id.</summary>
    public const string User = "user";
    public const string Key = "key";

    /// <summary>Where they are looked up; absent for the Region of the finding.</summary>
    public const string Region = "region";

    public async Task<byte[]> CollectAsync(JsonObject wanted, Target target)
    {
        var text = (string name) => wanted[name]!.GetValue<string>();
        return text("collect") switch
        {
            Instance => Bytes(await new InstanceDocument(aws, cancel).MakeAsync(text("instance")).ConfigureAwait(false)),
            Task => Bytes(await new TaskDocument(aws, cancel).MakeAsync(text(Task)).ConfigureAwait(false)),
            ConsoleOutput => await ConsoleOutputAsync(text("instance")).ConfigureAwait(false),
            Screenshot => await ScreenshotAsync(text("instance")).ConfigureAwait(false),
            ApiCalls => Bytes(await new ApiCallDocument(aws, cancel).MakeAsync(wanted.ContainsKey(Key) ? Key : User, text(wanted.ContainsKey(Key) ? Key : User), text("from"), (string?)wanted[Region]).ConfigureAwait(false)),
            Manifest => Bytes(await ManifestAsync(wanted, target).ConfigureAwait(false)),
            var other => throw new InvalidOperationException($"unknown evidence '{other}'"),
        };
    }

    private async Task<byte[]> ConsoleOutputAsync(string instance)
    {
        var answer = await aws.Client<IAmazonEC2>().GetConsoleOutputAsync(new GetConsoleOutputRequest { InstanceId = instance }, cancel).ConfigureAwait(false);
        return string.IsNullOrEmpty(answer.Output) ? throw new RemediationException($"EC2 has no console output of {instance}") : Convert.FromBase64String(answer.Output);
    }

    private async Task<byte[]> ScreenshotAsync(string instance)
    {
        var answer = await aws.Client<IAmazonEC2>().GetConsoleScreenshotAsync(new GetConsoleScreenshotRequest { InstanceId = instance }, cancel).ConfigureAwait(false);
        return string.IsNullOrEmpty(answer.ImageData) ? throw new RemediationException($"EC2 has no screenshot of {instance}") : Convert.FromBase64String(answer.ImageData);
    }

    /// <summary>The hashes of the other files as they are in the bucket.</summary>
    private async Task<JsonObject> ManifestAsync(JsonObject wanted, Target target)
    {
        var folder = target.Id[..(target.Id.LastIndexOf('/') + 1)];
        var names = wanted["files"]!.AsArray().Select(n => n!.GetValue<string>()).ToList();
        var read = await System.Threading.Tasks.Task.WhenAll(names.Select(n => new EvidenceFile().ReadAsync(aws, target with { Id = folder + n }, cancel))).ConfigureAwait(false);
        if (wanted["required"]!.AsArray().Select(n => n!.GetValue<string>()).FirstOrDefault(n => read[names.IndexOf(n)].IsAbsent) is { } missing)
        {
            // The next delivery writes it: a manifest, which is written once, must not say that it is missing.
            throw new RemediationException($"{missing} is not in the bucket yet");
        }

        var files = names.Zip(read, (name, value) => (JsonNode)Entry(name, value));
        return new JsonObject { ["finding"] = wanted["finding"]!.DeepClone(), ["files"] = new JsonArray([.. files]) };
    }

    private static JsonObject Entry(string name, AttributeValue value)
    {
        var entry = value.ToNode() as JsonObject ?? new JsonObject { ["missing"] = true };
        entry.Insert(0, "file", name);
        return entry;
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
