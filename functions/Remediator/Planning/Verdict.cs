namespace Remediator.Planning;

/// <summary>What the safety gate allows.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>The plan may be applied.</summary>
    public sealed record Proceed : Verdict;

    /// <summary>The plan is recorded and reported, and nothing is changed.</summary>
    public sealed record Observe(string Reason) : Verdict;

    /// <summary>What must be known could not be read: nothing is done now, and the delivery is tried again.</summary>
    public sealed record Wait(string Reason) : Verdict;

    /// <summary>A person decides.</summary>
    public sealed record NeedsApproval(string Reason) : Verdict;

    /// <summary>Nothing is done, for good.</summary>
    public sealed record Refused(string Reason) : Verdict;

    public string Name => this switch
    {
        Proceed => "proceed",
        Observe => "observe",
        Wait => "wait",
        NeedsApproval => "needs-approval",
        Refused => "refused",
        _ => throw new InvalidOperationException($"unknown verdict {GetType().Name}"),
    };

    public string? Because => this switch
    {
        Observe v => v.Reason,
        Wait v => v.Reason,
        NeedsApproval v => v.Reason,
        Refused v => v.Reason,
        _ => null,
    };
}
