namespace Remediator.Controls;

/// <summary>Finds the organizational units of an account, for exemptions that name one.</summary>
public interface IOrganization
{
    /// <summary>Unknown where it can't be read, whatever the reason.</summary>
    Task<OrganizationReading> ReadAsync(string account, CancellationToken cancel);
}
