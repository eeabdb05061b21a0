namespace Remediator.Controls;

/// <summary>What a control is for: an account, a playbook, both together, or everything.</summary>
public sealed record ControlScope(string? Account = null, string? Playbook = null)
{
    public static ControlScope Everything { get; } = new();

    public bool Covers(string account, string playbook) =>
        (Account is null || Account == account) && (Playbook is null || Playbook == playbook);

    /// <summary>For ids: stable, and without characters that need quoting in a shell.</summary>
    internal string Suffix => (Account is null ? "" : $"-account-{Account}") + (Playbook is null ? "" : $"-playbook-{Playbook}");

    public override string ToString() => (Account, Playbook) switch
    {
        (null, null) => "everything",
        ({ } account, null) => $"account {account}",
        (null, { } playbook) => $"playbook {playbook}",
        ({ } account, { } playbook) => $"playbook {playbook} in account {account}",
    };
}
