namespace Remediator.Controls.Stores;

/// <summary>For where there is no organization to ask.</summary>
public sealed class NoOrganization : IOrganization
{
    public Task<OrganizationReading> ReadAsync(string account, CancellationToken cancel) =>
        Task.FromResult<OrganizationReading>(new OrganizationReading.Unknown("there is no organization to ask here"));
}
