using System.Collections.Immutable;

namespace Remediator.Controls;

/// <summary>Where an account stands in its organization.</summary>
public abstract record OrganizationReading
{
    private OrganizationReading()
    {
    }

    /// <param name="Ancestors">Ids of the organizational units above the account, and of the root.</param>
    public sealed record Known(ImmutableHashSet<string> Ancestors) : OrganizationReading;

    public sealed record Unknown(string Reason) : OrganizationReading;

    /// <summary>Nobody has asked, since no exemption names an OU.</summary>
    public static OrganizationReading NotRead { get; } = new Unknown("it was not read");
}
