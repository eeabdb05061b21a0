using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.Scheduling;

/// <summary>When containments end by themselves; pure.</summary>
public static class ReleaseSchedule
{
    /// <summary>Who moved it where it was nobody in particular.</summary>
    public const string Engine = "Remediator";

    /// <summary>How often a release that could not be carried out is tried; drift is not tried again at all.</summary>
    public const int Attempts = 5;

    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(30);

    /// <summary>Holds what people could not be warned of.</summary>
    public const string Untold = "no channel has taken the warning that it ends";

    private static readonly TimeSpan UsualWarning = TimeSpan.FromHours(4);

    public static bool Has(DueKind kind) => kind is DueKind.Release or DueKind.ReleaseWarning;

    /// <summary>People are told four hours before, or half of a shorter time.</summary>
    public static TimeSpan WarningOf(TimeSpan after) => after / 2 < UsualWarning ? after / 2 : UsualWarning;

    /// <summary>From now on the containment is proved: its time begins. What a person has said about it stands.</summary>
    /// <param name="holds">Its end would put something back: what it changed, or what it found in place because another execution had changed it.</param>
    public static ExecutionRecord Begin(ExecutionRecord record, Playbook playbook, bool holds, DateTimeOffset now)
    {
        if (!holds)
        {
            return End(record) with { Release = null };
        }

        var said = record.Release is { By: not (null or Engine) } ? record.Release : null;
        var release = playbook.ReleaseAfter is { } after
            ? (said ?? new TimedRelease(after, default, now + after) { Ended = record.Release?.Ended }) with { After = after, Warn = playbook.ReleaseWarn ?? WarningOf(after), Held = null }
            : said;
        return release is null ? End(record) with { Release = null } : Set(record, release is { At: { } at } && at < now + release.After ? release with { At = now + release.After } : release);
    }

    /// <summary>The record with this time, its warning before it, and nothing of an earlier time.</summary>
    public static ExecutionRecord Set(ExecutionRecord record, TimedRelease release) => release.At is { } at
        ? (record with { Release = release }).WithDue(Has, new DueWork(DueKind.ReleaseWarning, at - release.Warn), new DueWork(DueKind.Release, at))
        : End(record) with { Release = release };

    /// <summary>A warning that comes late moves the end, so that there is time to answer it.</summary>
    /// <param name="now">When people are told: not when it was found to be time.</param>
    public static ExecutionRecord Warned(ExecutionRecord record, TimedRelease release, DateTimeOffset at, DateTimeOffset now)
    {
        var end = now + release.Warn > at ? now + release.Warn : at;
        return (record with { Release = release with { At = end, Held = null, Warning = Outbox.IdOf(record, NoticeKind.ReleaseSoon) } }).WithDue(Has, new DueWork(DueKind.Release, end));
    }

    /// <summary>From when on it may end: half of the warning's time is left to people, should a channel have taken it late.</summary>
    /// <param name="told">When a channel took the warning.</param>
    public static DateTimeOffset NotBefore(TimedRelease release, DateTimeOffset told) => told + (release.Warn / 2);

    /// <summary>What was begun is finished by the next run, should its worker die.</summary>
    public static ExecutionRecord Resume(ExecutionRecord record, DateTimeOffset at) => record.WithDue(Has, new DueWork(DueKind.Release, at));

    /// <summary>Nothing of it is due any more.</summary>
    public static ExecutionRecord End(ExecutionRecord record) => record.WithDue(Has);

    /// <summary>Until when the containment must stand for the sake of findings of the same resource; the latest of them, or null for none.</summary>
    /// <param name="active">Executions of the resource whose finding still stands.</param>
    public static (DateTimeOffset Until, ExecutionRecord Because)? Needed(TimedRelease release, IEnumerable<ExecutionRecord> active) =>
        active.MaxBy(LastSeen) is { } newest ? (LastSeen(newest) + release.After, newest) : null;

    public static DateTimeOffset LastSeen(ExecutionRecord record) => record.Finding.UpdatedAt ?? record.CreatedAt;

    /// <summary>After an attempt at its time that did not end the containment: again later, or not by itself any more.</summary>
    public static ExecutionRecord AfterAttempt(ExecutionRecord record, DueWork work, bool again, DateTimeOffset now)
    {
        if (again && work.Attempts + 1 < Attempts)
        {
            return record.WithDue(Has, work with { At = now + RetryAfter, Attempts = work.Attempts + 1 });
        }

        var why = again ? $"it could not be put back in {Attempts} attempts" : "somebody else has changed what it would put back";
        return End(record) with { Release = record.Release is { } release ? release with { At = null, Held = null, By = Engine, Why = why } : null };
    }
}
