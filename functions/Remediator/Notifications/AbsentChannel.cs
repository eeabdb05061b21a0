namespace Remediator.Notifications;

/// <summary>A channel that playbooks name and this deployment does not have: recorded as such, so that the other channels go on.</summary>
/// <remarks>The stack warns of it when it is synthesized.</remarks>
public sealed class AbsentChannel(string name) : INoticeChannel
{
    public string Name => name;

    public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel) => Absent();

    public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) => Absent();

    private Task<DeliveryResult> Absent() =>
        Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered($"{DeliveryReceipt.Skip}{name} is not set up in this deployment"));
}
