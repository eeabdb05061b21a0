namespace Remediator.Execution;

/// <summary>What one delivery of a finding came to for one resource.</summary>
public abstract record RunResult
{
    private RunResult()
    {
    }

    /// <summary>This delivery did the work, or went on with it; the record says how far it came.</summary>
    public sealed record Ran(ExecutionRecord Record) : RunResult;

    /// <summary>An earlier delivery has done it: nothing was read or changed.</summary>
    public sealed record AlreadyHandled(ExecutionRecord Record) : RunResult;

    /// <summary>A person only looked: what would be done, beside the record, which stays as it is.</summary>
    public sealed record Looked(ExecutionRecord Plan, ExecutionRecord Kept) : RunResult;

    /// <summary>Unfinished work that the mode or a control does not allow to go on with: nothing was changed, and the delivery comes again.</summary>
    public sealed record Withheld(ExecutionRecord Record, string Reason) : RunResult;

    /// <summary>Another worker is at it, or another execution at its resource; deliver again after <paramref name="Until"/>.</summary>
    /// <param name="Owner">The worker that has the execution; the execution that has the resource.</param>
    /// <param name="Resource">What another execution works on; null where another worker has this very execution.</param>
    public sealed record Busy(string ExecutionId, string Owner, DateTimeOffset Until, string? Resource = null) : RunResult;
}

/// <summary>One delivery for one resource.</summary>
/// <param name="Mode">The effective mode; the playbook's own unless it was overridden.</param>
/// <param name="ByOperator">A person asked: what is done already is looked at again, and what was released may be contained again.</param>
/// <param name="Worker">Names this worker in the lease; unique for each invocation.</param>
/// <param name="ModeIsAsked">The mode is what somebody asked for in this run; see <see cref="Planning.GateInput.ModeIsAsked"/>.</param>
public sealed record RunRequest(
    Findings.Finding Finding,
    Playbooks.Playbook Playbook,
    Findings.ResourceRef Resource,
    Playbooks.PlaybookMode Mode,
    string Worker,
    bool ByOperator = false,
    bool ModeIsAsked = false)
{
    /// <summary>A person asked only to look: the plan is shown, and no decision that is on record is replaced by it.</summary>
    public bool IsLook => this is { ByOperator: true, ModeIsAsked: true, Mode: Playbooks.PlaybookMode.Observe };

    /// <summary>When the time of this worker's function is over; null where only its lease ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What another finding of the resource makes of this run; null before it was asked for.</summary>
    public Corroboration? Corroboration { get; init; }

    /// <summary>The request as another finding of its resource leaves it: raised, or as it was.</summary>
    public RunRequest With(Corroboration? corroboration)
    {
        var playbook = corroboration is { IsRaised: true } ? Playbooks.CorroborationRule.Raise(Playbook) : Playbook;
        return this with { Playbook = playbook, Mode = ModeIsAsked || playbook.Mode <= Mode ? Mode : playbook.Mode, Corroboration = corroboration ?? Corroboration };
    }

    public ExecutionKey Key => ExecutionKey.Of(Finding, Playbook.Id, Resource);
}
