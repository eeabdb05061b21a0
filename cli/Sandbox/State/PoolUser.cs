namespace Remediator.Cli.Sandbox.State;

/// <summary>A user of a Cognito user pool.</summary>
public sealed class PoolUser
{
    public bool Enabled { get; set; } = true;

    /// <summary>How many sessions have a token that works.</summary>
    public int Sessions { get; set; }
}
