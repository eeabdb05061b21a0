using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;

namespace Remediator.Execution;

/// <summary>One save of an execution, as it will be shown to an auditor: written once with the state itself, never changed.</summary>
[JsonConverter(typeof(AuditEntryConverter))]
public sealed record AuditEntry
{
    public required string ExecutionId { get; init; }

    /// <summary>The version that the save made; claims make versions too, so that some are missing.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The worker or operator that acted.</summary>
    public required string By { get; init; }

    /// <summary>Every state that the execution went through since the save before.</summary>
    public ImmutableArray<StateChange> Trail { get; init; } = [];

    /// <summary>What people are to be told of it.</summary>
    public ImmutableArray<AuditedNews> News { get; init; } = [];

    /// <summary>SHA-256 of the raw finding, which the execution itself keeps.</summary>
    public required string FindingHash { get; init; }

    /// <summary>The execution as saved: finding, plan, values before and after, what was read back, request ids; without the raw finding.</summary>
    public required ExecutionRecord Record { get; init; }

    public static AuditEntry Of(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, DateTimeOffset now) => new()
    {
        ExecutionId = record.Id,
        Version = record.Version + 1,
        At = now,
        By = record.By ?? record.LeaseOwner ?? "unknown",
        Trail = record.Trail,
        News = [.. outbox.Select(e => new AuditedNews(e.Id, e.Kind, e.Channels))],
        FindingHash = LeaseRules.Hash(record.Finding.Raw),
        Record = record with { Version = record.Version + 1, Trail = [], Finding = record.Finding with { Raw = "{}" } },
    };
}

/// <summary>One step from state to state.</summary>
public sealed record StateChange(ExecutionState From, ExecutionState To, DateTimeOffset At);

/// <summary>News that was written with a state.</summary>
public sealed record AuditedNews(string Id, NoticeKind Kind, ImmutableArray<string> Channels);
