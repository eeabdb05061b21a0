using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Execution;

namespace Remediator.FaultMatrix.Trials;

/// <summary>As every real store does: what could not be read is unknown, whatever the reason, and nothing is thrown.</summary>
internal sealed class ControlsInReach(IControlStore calls) : IControlStore
{
    public async Task<ControlsReading> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return await calls.ReadAsync(cancel);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new ControlsReading.Unknown(AwsFailure.Describe(e));
        }
    }

    public Task PutAsync(Control control, CancellationToken cancel) => calls.PutAsync(control, cancel);

    public Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel) => calls.RemoveAsync(id, by, why, cancel);

    public Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) => calls.ListHistoryAsync(limit, cancel);
}
