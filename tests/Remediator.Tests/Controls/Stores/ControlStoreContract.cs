using Remediator.Controls;

namespace Remediator.Tests.Controls.Stores;

/// <summary>What every store of controls promises; one subclass for each implementation.</summary>
public abstract class ControlStoreContract
{
    protected ManualTime Time { get; } = new(Some.Time);

    private protected static CancellationToken None => CancellationToken.None;

    /// <summary>An empty store.</summary>
    protected abstract Task<IControlStore> OpenAsync();

    [ContractFact]
    public async Task An_empty_store_is_known_to_be_empty() => Assert.Empty(await AllAsync(await OpenAsync()));

    [ContractFact]
    public async Task Everything_that_was_set_is_read_as_it_was_set()
    {
        var store = await OpenAsync();
        foreach (var control in ControlTests.All)
        {
            await store.PutAsync(control, None);
        }

        Assert.Equal(ControlTests.All.OrderBy(c => c.Id, StringComparer.Ordinal), (await AllAsync(store)).OrderBy(c => c.Id, StringComparer.Ordinal));
    }

    [ContractFact]
    public async Task The_same_control_set_again_replaces_the_first()
    {
        var store = await OpenAsync();
        await store.PutAsync(Pause("first"), None);
        await store.PutAsync(Pause("second"), None);

        Assert.Equal("second", Assert.Single(await AllAsync(store)).Why);
    }

    [ContractFact]
    public async Task What_is_removed_is_gone_and_remembered_with_who_and_why()
    {
        var store = await OpenAsync();
        await store.PutAsync(Pause("storm"), None);
        Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await store.RemoveAsync("pause", "bob", "over", None));
        Assert.False(await store.RemoveAsync("pause", "bob", "over", None));

        Assert.Empty(await AllAsync(store));
        Assert.Equal(
            [
                new ControlEvent(Some.Time.AddMinutes(5), "bob", "over", true, "pause", "everything is paused"),
                new ControlEvent(Some.Time, "alice", "storm", false, "pause", "everything is paused"),
            ],
            (await store.ListHistoryAsync(10, None)).AsEnumerable());
        Assert.Single(await store.ListHistoryAsync(1, None));
    }

    [ContractFact]
    public async Task A_control_with_a_fault_is_not_kept()
    {
        var store = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(Pause(""), None));
        Assert.Empty(await AllAsync(store));
    }

    private protected static Pause Pause(string why) => new(ControlScope.Everything) { By = "alice", Why = why, At = Some.Time };

    private protected static async Task<IEnumerable<Control>> AllAsync(IControlStore store) =>
        Assert.IsType<ControlsReading.Known>(await store.ReadAsync(None)).Controls.All;
}
