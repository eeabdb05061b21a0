using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>Makes the recorded changes, in order, and skips those that are already in place.</summary>
/// <remarks>
/// One change's failure stops no other: containment must get as far as it can. A change that needs what a failed one should
/// have created fails with that reason.
/// </remarks>
/// <param name="others">The other executions that have planned changes of the same values, as far as they are known.</param>
/// <param name="advice">By step, what becomes of a change that can't be made upon what others have made of its value.</param>
internal sealed class ChangeApplier(AwsSession aws, string executionId, LeaseFence fence, IReadOnlyList<ExecutionRecord> others, IReadOnlyDictionary<string, string> advice, ConsistencyDeadline deadline)
{
    private const string Anew = "the next delivery plans it anew";

    private readonly ConcurrentDictionary<string, string> _bindings = new(StringComparer.Ordinal);

    /// <param name="resumed">An earlier run may have made some of them: look at the live value before each.</param>
    public async Task<ImmutableArray<ChangeRecord>> ApplyAsync(ImmutableArray<ChangeRecord> changes, bool resumed, CancellationToken cancel)
    {
        var result = changes.ToArray();
        foreach (var wave in Waves(result))
        {
            await Task.WhenAll(wave.Select(async i => result[i] = await ApplyAsync(result[i], resumed, cancel).ConfigureAwait(false))).ConfigureAwait(false);
        }

        return [.. result];
    }

    /// <summary>Which changes are made side by side, one wave after the other: those of one phase and stage.</summary>
    private static List<List<int>> Waves(ChangeRecord[] changes)
    {
        var waves = new List<List<int>>();
        for (var i = 0; i < changes.Length; i++)
        {
            var change = changes[i].Change;
            var at = waves.FindIndex(w => Change.CompareOrder(change, changes[w[0]].Change) <= 0);
            if (at >= 0 && Change.CompareOrder(change, changes[waves[at][0]].Change) == 0)
            {
                waves[at].Add(i);
            }
            else
            {
                waves.Insert(at < 0 ? waves.Count : at, [i]);
            }
        }

        return waves;
    }

    private async Task<ChangeRecord> ApplyAsync(ChangeRecord record, bool resumed, CancellationToken cancel)
    {
        var change = record.Change;
        if (References.Resolve(change.After, _bindings) is not { } wanted)
        {
            return record with { Status = ChangeStatus.Failed, Error = "not made: it needs what an earlier change should have created" };
        }

        var trace = new CallTrace();
        try
        {
            var attribute = AttributeCatalogue.Get(change.Attribute);
            if (resumed && await attribute.IsComingAsync(aws, change.Target, wanted, cancel).ConfigureAwait(false) is not null)
            {
                return record with { Status = ChangeStatus.Applied, Written = wanted, Error = null };
            }

            var current = resumed ? await attribute.ReadAsync(aws, change.Target, cancel).ConfigureAwait(false) : change.Before;
            if (!attribute.Matches(current, wanted))
            {
                if (change.IsSatisfied)
                {
                    // The value that would be lost is not on record, and the gate did not hear of this write.
                    return record with { Status = ChangeStatus.Failed, Error = $"not made: it was in place when it was planned, and no longer is; {Anew}" };
                }

                if (resumed && ResumedWrite.Obstacle(record, wanted, current, others) is { } obstacle)
                {
                    return record with { Status = ChangeStatus.Failed, Error = $"not made, since {obstacle}: it is {attribute.Describe(current)}; {advice.GetValueOrDefault(change.Step, Anew)}" };
                }

                await trace.RecordAsync(() => WriteAsync(attribute, new WriteRequest(change.Target, current, wanted, executionId), PatienceOf(change, wanted), cancel)).ConfigureAwait(false);
            }

            if (change.Binds is { } name)
            {
                await BindAsync(name, attribute, change.Target, cancel).ConfigureAwait(false);
            }

            return record with { Status = ChangeStatus.Applied, Written = wanted, Error = null, Calls = trace.Calls ?? record.Calls };
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return record with { Status = ChangeStatus.Failed, Written = wanted, Error = AwsFailure.Describe(e), Calls = trace.Calls ?? record.Calls };
        }
    }

    /// <summary>What the run has made itself may not be known everywhere yet; what was there before it and is not found now is gone.</summary>
    private static Patience PatienceOf(Change change, AttributeValue wanted) => change.Before.IsAbsent || wanted != change.After ? Patience.Full : Patience.Brief;

    /// <summary>Writes; what an earlier call just made may be unknown to the next one for a moment, and the queue would wait for minutes.</summary>
    private async Task WriteAsync(ResourceAttribute attribute, WriteRequest request, Patience patience, CancellationToken cancel)
    {
        var failed = await deadline.AskAsync<ExceptionDispatchInfo?>(
            async () =>
            {
                try
                {
                    await fence.GuardAsync(() => attribute.WriteAsync(aws, request, cancel), cancel).ConfigureAwait(false);
                    return (null, Patience.None);
                }
                catch (Exception e) when (AwsFailure.MayBeTooEarly(e))
                {
                    return (ExceptionDispatchInfo.Capture(e), patience);
                }
            },
            cancel).ConfigureAwait(false);
        failed?.Throw();
    }

    /// <summary>Reads the id of what was created; what AWS just made may take a moment to show.</summary>
    private async Task BindAsync(string name, ResourceAttribute attribute, Target target, CancellationToken cancel)
    {
        var id = await deadline.AskAsync<string?>(
            async () => (await attribute.ReadAsync(aws, target, cancel).ConfigureAwait(false)).ToNode() is JsonObject o && o["id"]?.GetValue<string>() is { } shown ? (shown, Patience.None) : (null, Patience.Full),
            cancel).ConfigureAwait(false);
        _bindings[name] = id ?? throw new RemediationException($"{attribute.Label} of {target} was written but still does not show after {deadline.Told(Patience.Full)}");
    }
}
