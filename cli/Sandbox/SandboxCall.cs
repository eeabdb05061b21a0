namespace Remediator.Cli.Sandbox;

/// <summary>One action on one resource that IAM was asked about.</summary>
public sealed record CheckedAction(string Action, string Resource);

/// <summary>One call that the sandbox received.</summary>
/// <param name="Position">From 1, over all calls.</param>
/// <param name="Principal">ARN of the caller.</param>
/// <param name="Checks">The IAM actions that the call needs; the first is its own, others come with it (tagging, passing a role).</param>
/// <param name="Error">AWS's code, or what a fault did to the call; null when it succeeded.</param>
public sealed record SandboxCall(
    int Position,
    string Service,
    string Operation,
    string Account,
    string Region,
    string Principal,
    IReadOnlyList<CheckedAction> Checks,
    DateTimeOffset Time,
    string? Error)
{
    public string? Action => Checks.Count > 0 ? Checks[0].Action : null;

    public string? Resource => Checks.Count > 0 ? Checks[0].Resource : null;

    public bool Succeeded => Error is null;

    /// <summary>Whether the operation, by its name, can change anything.</summary>
    public bool Changes => !IsRead(Operation);

    /// <summary>Whether an operation of that name only reads.</summary>
    public static bool IsRead(string operation) => Reads.Any(r => operation.StartsWith(r, StringComparison.Ordinal));

    private static readonly string[] Reads = ["Describe", "Get", "List", "Head", "Lookup", "AdminGet", "AssumeRole", "AssumeRoot"];

    public override string ToString() => $"{Position} {Service}:{Operation} {Resource}{(Error is null ? "" : $" -> {Error}")}";
}
