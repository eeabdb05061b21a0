using System.Text.Json.Nodes;

namespace Remediator.Infra;

/// <summary>Statements as few documents as IAM's size limit allows.</summary>
public static class PolicyPages
{
    /// <summary>Most characters of a managed policy, white space not counted.</summary>
    /// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html</remarks>
    public const int Limit = 6144;

    /// <summary>Most managed policies of a role, unless the quota was raised.</summary>
    public const int PagesPerRole = 10;

    /// <exception cref="InvalidOperationException">The statements do not fit into the policies of one role.</exception>
    public static IReadOnlyList<JsonObject> Of(IEnumerable<JsonNode?> statements)
    {
        var pages = new List<JsonObject>();
        foreach (var statement in statements.SelectMany(s => Cut(s!.AsObject())))
        {
            if (pages.Count == 0 || Length(pages[^1]) + Length(statement) >= Limit)
                pages.Add(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray() });
            pages[^1]["Statement"]!.AsArray().Add(statement);
        }

        return pages.Count <= PagesPerRole ? pages : throw new InvalidOperationException(
            $"The permissions of the deployed playbooks fill {pages.Count} policies; a role takes {PagesPerRole}. Deploy the playbooks as two stacks, each with an action role of its own.");
    }

    /// <summary>Halves a statement's actions until each part fits on a page.</summary>
    private static IEnumerable<JsonObject> Cut(JsonObject statement)
    {
        if (Length(statement) < Limit / 2 || statement["Action"] is not JsonArray { Count: > 1 } actions)
            return [statement.DeepClone().AsObject()];
        var half = actions.Count / 2;
        return Cut(With(statement, actions.Take(half))).Concat(Cut(With(statement, actions.Skip(half))));
    }

    private static JsonObject With(JsonObject statement, IEnumerable<JsonNode?> actions)
    {
        var part = statement.DeepClone().AsObject();
        part["Action"] = new JsonArray([.. actions.Select(a => a!.DeepClone())]);
        return part;
    }

    private static int Length(JsonNode node) => node.ToJsonString().Length;
}
