using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>What executions found, wrote and put back of one value, one after the other; pure.</summary>
/// <remarks>
/// A chain is unbroken as long as each execution found what the one before it had left, if only midway, before that one had finished
/// its write. One that found something else found what somebody outside had set: that is the value to restore, whoever is released last.
/// </remarks>
internal sealed class ValueHistory
{
    private readonly ImmutableArray<Entry> _entries;
    private readonly ResourceAttribute _attribute;
    private readonly string _executionId;

    private ValueHistory(string executionId, ResourceAttribute attribute, IEnumerable<Entry> entries)
    {
        (_executionId, _attribute) = (executionId, attribute);
        _entries = [.. entries.OrderBy(e => e.At).ThenBy(e => e.Order).ThenBy(e => e.Execution.Id, StringComparer.Ordinal)];
    }

    /// <param name="execution">Whose release is looked at; it counts as the others do.</param>
    public static ValueHistory Of(ExecutionRecord execution, ChangeRecord change, IEnumerable<(ExecutionRecord Execution, ChangeRecord Change)> others) =>
        new(execution.Id, AttributeCatalogue.Get(change.Change.Attribute), [new Entry(execution, change), .. others.Where(o => HasActed(o.Execution, o.Change)).Select(o => new Entry(o.Execution, o.Change))]);

    /// <summary>The execution that has put the value back since this one looked at it; null for none.</summary>
    public string? PutBackBy => _entries.SkipWhile(e => e.Execution.Id != _executionId).Skip(1).FirstOrDefault(e => e.IsPutBack).Execution?.Id;

    /// <summary>What the first of the unbroken chain found, all that the chain has left since, and whether a write of it may have stopped between two calls.</summary>
    public (AttributeValue Original, ImmutableArray<AttributeValue> Left, bool IsMidway) Chain()
    {
        var at = _entries.Length - 1;
        var (left, isMidway) = (_entries[at].Values, _entries[at].Change.IsMidway);
        for (; at > 0 && IsLeftBy(_entries[at - 1], _entries[at].Found, _entries[at].At); at--)
        {
            left = left.AddRange(_entries[at - 1].Values);
            isMidway |= _entries[at - 1].Change.IsMidway;
        }

        return (_entries[at].Found, left, isMidway);
    }

    /// <summary>What the execution has left, or those have that came upon it since.</summary>
    public AttributeValue LeftSince()
    {
        var entries = _entries.SkipWhile(e => e.Execution.Id != _executionId).ToList();
        return entries.Skip(1).Aggregate(entries[0].Left, (left, e) => !e.IsPutBack && _attribute.Matches(e.Change.Upon ?? e.Found, left) ? e.Left : left);
    }

    /// <summary>The value before the unbroken chain that has left a live value; that value itself where somebody outside has set it.</summary>
    public AttributeValue OriginalOf(AttributeValue live, DateTimeOffset now) => IsLeftBy(_entries[^1], live, now) ? Chain().Original : live;

    private bool IsLeftBy(Entry before, AttributeValue found, DateTimeOffset at) =>
        !before.IsPutBack
        && (_attribute.Matches(found, before.Left) || (at < before.Change.MidwayUntil && before.Change.IsBegun(_attribute, before.Left, found)));

    /// <summary>A plan that was only shown is no part of it.</summary>
    private static bool HasActed(ExecutionRecord execution, ChangeRecord change) =>
        change.Written is not null
        || execution.State is not (ExecutionState.Received or ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused);

    private readonly record struct Entry(ExecutionRecord Execution, ChangeRecord Change)
    {
        public DateTimeOffset At => Change.At ?? (IsPutBack ? Execution.UpdatedAt : Execution.PlannedAt ?? Execution.CreatedAt);

        public bool IsPutBack => Change.Status == ChangeStatus.Released;

        public AttributeValue Found => Change.Change.Before;

        public AttributeValue Left => Change.Written ?? Change.Change.After;

        public ImmutableArray<AttributeValue> Values => Change.Upon is { } upon ? [Left, upon] : [Left];

        /// <summary>At one moment: who put it back, who changed it, who found it in place.</summary>
        public int Order => IsPutBack ? 0 : Change.Change.IsSatisfied ? 2 : 1;
    }
}
