namespace Remediator.Cli.Sandbox.State;

public sealed class KmsKey
{
    public required string Id { get; init; }

    /// <summary>"Enabled", "Disabled", "PendingDeletion", ...</summary>
    public string State { get; set; } = "Enabled";

    /// <summary>"CUSTOMER" or "AWS".</summary>
    public string Manager { get; init; } = "CUSTOMER";

    public Tags Tags { get; init; } = [];
}
