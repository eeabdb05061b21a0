using System.Text.Json.Nodes;

namespace Remediator.Cli.Sandbox.State;

/// <summary>A Lambda function.</summary>
public sealed class LambdaFunction
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string RoleArn { get; init; }

    /// <summary>Null when none is reserved.</summary>
    public int? ReservedConcurrency { get; set; }

    /// <summary>Ids of event source mappings, and Lambda's word for their state.</summary>
    public Table<string> EventSources { get; } = [];

    /// <summary>Statements of its policy by their Sid.</summary>
    public Table<JsonObject> Policy { get; } = [];

    public Tags Tags { get; init; } = [];
}
