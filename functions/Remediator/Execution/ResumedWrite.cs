using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>Upon which live values a run that is taken up again may make a change that it has on record; pure.</summary>
/// <remarks>
/// What was planned upon one value undoes, upon another, what somebody else has made of it since: a port that another execution has
/// closed would be open again. Such a change is planned anew, or not made.
/// </remarks>
internal static class ResumedWrite
{
    /// <summary>Why the change must not be made as it is on record; null where it may.</summary>
    public static string? Obstacle(ChangeRecord record, AttributeValue wanted, AttributeValue live, IReadOnlyList<ExecutionRecord> others)
    {
        var (change, attribute) = (record.Change, AttributeCatalogue.Get(record.Change.Attribute));
        var from = record.Upon ?? change.Before;
        if (change.Keep || change.Irreversible || attribute.Matches(live, wanted) || attribute.Matches(live, from))
        {
            return null;
        }

        // What another execution has left may look like something half made of this one.
        if (SharedChanges.Same(record, others).FirstOrDefault(o => IsSetBy(o.Change, attribute, live)).Execution is { } other)
        {
            return $"execution {other.Id} has changed it since it was planned";
        }

        // What was read back and is none of these is no proof of whose it is: somebody may have set it since the write.
        var isOwn = (record.Written is { } written && attribute.Matches(live, written))
            || record.IsUnfinished(live)
            || attribute.IsBetween(from, wanted, live)
            || attribute.IsBetween(change.Before, wanted, live);
        return isOwn ? null : "somebody else has changed it since it was planned";
    }

    private static bool IsSetBy(ChangeRecord other, ResourceAttribute attribute, AttributeValue live) =>
        other.Status != ChangeStatus.Released && other.Written is { } written && attribute.Matches(live, written);
}
