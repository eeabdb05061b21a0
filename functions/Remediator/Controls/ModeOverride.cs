using System.Text.Json.Serialization;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>Takes the place of a playbook's own mode, to either side: an observing playbook can be made to act.</summary>
public sealed record ModeOverride(string Playbook, PlaybookMode Mode) : Control
{
    [JsonIgnore]
    public override string Id => $"mode-{Playbook}";

    [JsonIgnore]
    public override string Says => $"playbook {Playbook} is set to {Mode.ToString().ToLowerInvariant()}";

    private protected override string?[] Criteria => [Playbook];
}
