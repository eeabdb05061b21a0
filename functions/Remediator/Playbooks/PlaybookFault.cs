namespace Remediator.Playbooks;

/// <summary>One thing that is wrong in a playbook file: where, what, and what to do about it.</summary>
/// <param name="File">As it was given to the loader.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Problem">What is wrong, without a full stop.</param>
/// <param name="Advice">What to do, without a full stop.</param>
public sealed record PlaybookFault(string File, int Line, int Column, string Problem, string Advice)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Problem}; {Advice}";
}
