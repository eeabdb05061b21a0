using Remediator.Approvals;
using Remediator.Findings;
using Remediator.Json;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Execution.Ledgers;

/// <summary>The enums of stored records.</summary>
internal static class RecordWords
{
    public static readonly EnumWords States = new(typeof(ExecutionState));
    public static readonly EnumWords Modes = new(typeof(PlaybookMode));
    public static readonly EnumWords Outcomes = new(typeof(StepOutcome));
    public static readonly EnumWords Statuses = new(typeof(ChangeStatus));
    public static readonly EnumWords Phases = new(typeof(Phase));
    public static readonly EnumWords Roles = new(typeof(ResourceRole));
    public static readonly EnumWords Directions = new(typeof(ConnectionDirection));
    public static readonly EnumWords FindingStatuses = new(typeof(FindingStatus));
    public static readonly EnumWords Involvements = new(typeof(Involvement));
    public static readonly EnumWords Decisions = new(typeof(DecisionKind));
    public static readonly EnumWords Ways = new(typeof(DecisionWay));
    public static readonly EnumWords Defaults = new(typeof(ExpiryDefault));
    public static readonly EnumWords Notices = new(typeof(NoticeKind));
}
