using System.Text.Json.Nodes;
using Remediator.Cli.Output;
using Remediator.Execution;

namespace Remediator.Cli.Demo;

/// <summary>The demo for machines: one line for each event.</summary>
public static class DemoJson
{
    public static string Write(DemoStory story)
    {
        var node = new JsonObject
        {
            ["event"] = story.Name,
            ["succeeded"] = story.Succeeded,
            ["execution"] = story.Contained is { } record ? ExecutionJson.Node(record) : null,
            ["messages"] = new JsonArray([.. story.Messages.Select(m => new JsonObject
            {
                ["kind"] = m.Kind.ToString(),
                ["slack"] = JsonNode.Parse(m.Slack),
                ["email"] = new JsonObject { ["subject"] = m.Email.Subject, ["body"] = m.Email.Body },
            })]),
            ["untold"] = new JsonArray([.. story.Untold.Select(k => (JsonNode)k.ToString())]),
            ["secondDelivery"] = new JsonObject
            {
                ["alreadyHandled"] = story.Again is Response.Ran { Result: RunResult.AlreadyHandled },
                ["changingCalls"] = new JsonArray([.. (story.Repeated ?? []).Select(c => (JsonNode)c)]),
            },
            ["released"] = story.Released is ReleaseResult.Ran { Record: var released } ? ExecutionJson.Node(released) : null,
            ["keptOnPurpose"] = new JsonArray([.. story.Left.Except(story.Unexpected).Select(l => (JsonNode)l)]),
            ["unexpectedDifferences"] = new JsonArray([.. story.Unexpected.Select(l => (JsonNode)l)]),
        };
        return ExecutionJson.Text(node);
    }
}
