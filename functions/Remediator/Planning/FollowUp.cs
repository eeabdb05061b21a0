namespace Remediator.Planning;

/// <summary>A step that a person may take next on another resource, offered by one that only looked.</summary>
/// <param name="Resource">Its ARN, made of names that were checked.</param>
public sealed record FollowUp(string Step, string Resource)
{
    /// <summary>The command that shows its plan; null where the ARN could be more than one word to a shell.</summary>
    public string? Command => ContainLine.Of(Resource, Step);
}
