using System.Text.Json.Serialization;

namespace Remediator.Controls;

/// <summary>The kill switch: findings are looked at and reported, and nothing is changed. Beats every other control and every mode.</summary>
public sealed record Pause(ControlScope Scope) : Control
{
    [JsonIgnore]
    public override string Id => $"pause{Scope.Suffix}";

    [JsonIgnore]
    public override string Says => $"{Scope} is paused";

    private protected override string?[] Criteria => [Scope.Account, Scope.Playbook];
}
