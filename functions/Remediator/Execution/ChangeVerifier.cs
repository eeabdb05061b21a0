using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>Reads every change back: success is what was read, never what was sent.</summary>
/// <remarks>AWS is eventually consistent: a value that is not there yet is looked at again until the attempts are used up.</remarks>
internal sealed class ChangeVerifier(AwsSession aws, TimeProvider clock, RunnerOptions options)
{
    /// <summary>Compares the live values with what was written; what AWS says to be under way stays Applied, with that as its error.</summary>
    public Task<ImmutableArray<ChangeRecord>> VerifyAsync(ImmutableArray<ChangeRecord> changes, CancellationToken cancel) =>
        VerifyAllAsync(changes, r => r.Status == ChangeStatus.Failed ? null : r.Written ?? r.Change.After, ChangeStatus.Verified, cancel);

    /// <summary>Reads each once, to see whether what was written stands: Failed without a value read could not be looked at, Gone has nothing left to look at.</summary>
    public async Task<ImmutableArray<ChangeRecord>> LookAsync(ImmutableArray<ChangeRecord> changes, CancellationToken cancel) =>
        [.. await Task.WhenAll(changes.Select(c => VerifyAsync(c with { ReadBack = null }, c.Written ?? c.Change.After, ChangeStatus.Verified, isLook: true, cancel))).ConfigureAwait(false)];

    /// <summary>Compares the live values with what was there before.</summary>
    public Task<ImmutableArray<ChangeRecord>> VerifyReleaseAsync(ImmutableArray<ChangeRecord> changes, Func<ChangeRecord, bool> undone, CancellationToken cancel) =>
        VerifyAllAsync(changes, r => undone(r) ? r.Change.Before : null, ChangeStatus.Released, cancel);

    private async Task<ImmutableArray<ChangeRecord>> VerifyAllAsync(
        ImmutableArray<ChangeRecord> changes, Func<ChangeRecord, AttributeValue?> expected, ChangeStatus success, CancellationToken cancel) =>
        [.. await Task.WhenAll(changes.Select(r => expected(r) is { } wanted ? VerifyAsync(r, wanted, success, isLook: false, cancel) : Task.FromResult(r))).ConfigureAwait(false)];

    private async Task<ChangeRecord> VerifyAsync(ChangeRecord record, AttributeValue wanted, ChangeStatus success, bool isLook, CancellationToken cancel)
    {
        var attribute = AttributeCatalogue.Get(record.Change.Attribute);
        var (stood, attempts) = (isLook && record.Status == ChangeStatus.Verified, isLook ? 1 : options.VerifyAttempts);
        for (var attempt = 1; ; attempt++)
        {
            AttributeValue? live = null;
            string error;
            try
            {
                live = await attribute.ReadAsync(aws, record.Change.Target, cancel).ConfigureAwait(false);
                if (attribute.Matches(live.Value, wanted) || (stood && attribute.Stands(live.Value, wanted)))
                {
                    return record with { Status = success, ReadBack = live, Error = null };
                }

                if (isLook && (attribute.IsGone(live.Value) || (live.Value.IsAbsent && await attribute.IsOwnerGoneAsync(aws, record.Change.Target, cancel).ConfigureAwait(false))))
                {
                    return record with { Status = ChangeStatus.Gone, ReadBack = live, Error = $"{attribute.Describe(live.Value)} any more" };
                }

                error = $"read back as {attribute.Describe(live.Value)}, wanted {attribute.Describe(wanted)}";
            }
            catch (Exception e) when (isLook && AwsFailure.IsNoSuch(e))
            {
                return record with { Status = ChangeStatus.Gone, Error = AwsFailure.Describe(e) };
            }
            catch (Exception e) when (AwsFailure.IsExpected(e))
            {
                live = null;
                error = $"could not be read back: {AwsFailure.Describe(e)}";
            }

            if (!isLook && await attribute.IsComingAsync(aws, record.Change.Target, wanted, cancel).ConfigureAwait(false) is { } coming)
            {
                if (success == ChangeStatus.Verified)
                {
                    return record with { Status = ChangeStatus.Applied, ReadBack = null, Error = $"{coming}; it is looked at again at the next delivery" };
                }

                error = $"{coming}; release it again when it is done";
            }

            if (attempt >= attempts)
            {
                return record with { Status = ChangeStatus.Failed, ReadBack = live, Error = error };
            }

            await Task.Delay(options.VerifyDelay * Math.Pow(2, attempt - 1), clock, cancel).ConfigureAwait(false);
        }
    }
}
