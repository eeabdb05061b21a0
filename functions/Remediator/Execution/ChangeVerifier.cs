using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>Reads every change back: success is what was read, never what was sent.</summary>
/// <remarks>AWS is eventually consistent: a value that is not there yet is looked at again until the deadline, which all changes share.</remarks>
internal sealed class ChangeVerifier(AwsSession aws)
{
    /// <summary>Compares the live values with what was written; what AWS says to be under way stays Applied, with that as its error.</summary>
    public Task<ImmutableArray<ChangeRecord>> VerifyAsync(ImmutableArray<ChangeRecord> changes, ConsistencyDeadline deadline, CancellationToken cancel) =>
        VerifyAllAsync(changes, r => r.Status == ChangeStatus.Failed ? null : r.Written ?? r.Change.After, ChangeStatus.Verified, deadline, cancel);

    /// <summary>Reads each once, to see whether what was written stands: Failed without a value read could not be looked at, Gone has nothing left to look at.</summary>
    public async Task<ImmutableArray<ChangeRecord>> LookAsync(ImmutableArray<ChangeRecord> changes, CancellationToken cancel) =>
        [.. await Task.WhenAll(changes.Select(async c => (await LookAsync(c with { ReadBack = null }, c.Written ?? c.Change.After, ChangeStatus.Verified, null, cancel).ConfigureAwait(false)).Looked)).ConfigureAwait(false)];

    /// <summary>Compares the live values with what was there before.</summary>
    public Task<ImmutableArray<ChangeRecord>> VerifyReleaseAsync(ImmutableArray<ChangeRecord> changes, Func<ChangeRecord, bool> undone, ConsistencyDeadline deadline, CancellationToken cancel) =>
        VerifyAllAsync(changes, r => undone(r) ? r.Change.Before : null, ChangeStatus.Released, deadline, cancel);

    private async Task<ImmutableArray<ChangeRecord>> VerifyAllAsync(
        ImmutableArray<ChangeRecord> changes, Func<ChangeRecord, AttributeValue?> expected, ChangeStatus success, ConsistencyDeadline deadline, CancellationToken cancel) =>
        [.. await Task.WhenAll(changes.Select(r => expected(r) is { } wanted ? deadline.AskAsync(() => LookAsync(r, wanted, success, deadline, cancel), cancel) : Task.FromResult(r))).ConfigureAwait(false)];

    /// <param name="deadline">Until which it may come to show; null for a look at what was read back before.</param>
    private async Task<(ChangeRecord Looked, Patience Patience)> LookAsync(ChangeRecord record, AttributeValue wanted, ChangeStatus success, ConsistencyDeadline? deadline, CancellationToken cancel)
    {
        var attribute = AttributeCatalogue.Get(record.Change.Attribute);
        var (stood, patience) = (deadline is null && record.Status == ChangeStatus.Verified, deadline is null ? Patience.None : Patience.Full);
        AttributeValue? live = null;
        string error;
        try
        {
            live = await attribute.ReadAsync(aws, record.Change.Target, cancel).ConfigureAwait(false);
            if (attribute.Matches(live.Value, wanted) || (stood && attribute.Stands(live.Value, wanted)))
            {
                return (record with { Status = success, ReadBack = live, Error = null }, Patience.None);
            }

            if (deadline is null && (attribute.IsGone(live.Value) || (live.Value.IsAbsent && await attribute.IsOwnerGoneAsync(aws, record.Change.Target, cancel).ConfigureAwait(false))))
            {
                return (record with { Status = ChangeStatus.Gone, ReadBack = live, Error = $"{attribute.Describe(live.Value)} any more" }, Patience.None);
            }

            error = $"{Still(deadline)}read back as {attribute.Describe(live.Value)}{After(deadline, patience)}, wanted {attribute.Describe(wanted)}";
        }
        catch (Exception e) when (deadline is null && AwsFailure.IsNoSuch(e))
        {
            return (record with { Status = ChangeStatus.Gone, Error = AwsFailure.Describe(e) }, Patience.None);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            live = null;
            patience = deadline is null ? Patience.None : AwsFailure.IsRefused(e) ? Patience.Brief : Patience.Full;
            error = $"could {Still(deadline)}not be read back{After(deadline, patience)}: {AwsFailure.Describe(e)}";
        }

        if (deadline is not null && await attribute.IsComingAsync(aws, record.Change.Target, wanted, cancel).ConfigureAwait(false) is { } coming)
        {
            if (success == ChangeStatus.Verified)
            {
                return (record with { Status = ChangeStatus.Applied, ReadBack = null, Error = $"{coming}; it is looked at again at the next delivery" }, Patience.None);
            }

            (error, patience) = ($"{coming}; release it again when it is done", Patience.Brief);
        }

        return (record with { Status = ChangeStatus.Failed, ReadBack = live, Error = error }, patience);
    }

    private static string Still(ConsistencyDeadline? deadline) => deadline is null ? "" : "still ";

    private static string After(ConsistencyDeadline? deadline, Patience patience) => deadline is null ? "" : $" after {deadline.Told(patience)}";
}
