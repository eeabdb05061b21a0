using System.Collections.Concurrent;
using System.Collections.Immutable;
using Amazon.Organizations;
using Amazon.Organizations.Model;
using Remediator.Execution;
using Remediator.Findings;

namespace Remediator.Controls.Stores;

/// <summary>Asks AWS Organizations, from the account up to the root; works in the management account or one that it has delegated to.</summary>
/// <remarks>Accounts seldom move, so an answer stands for a while; what could not be read is asked again.</remarks>
public sealed class AwsOrganization(IAmazonOrganizations client, TimeProvider time) : IOrganization
{
    /// <summary>How long an account that was moved is still seen at its old place.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    /// <summary>The account, five levels of organizational units, and the root.</summary>
    private const int Deepest = 7;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, OrganizationReading.Known Reading)> _known = new(StringComparer.Ordinal);

    public async Task<OrganizationReading> ReadAsync(string account, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(account, out var known) && now - known.At < Memory)
        {
            return known.Reading;
        }

        if (!ResourceIdShape.IsAccount(account))
        {
            return new OrganizationReading.Unknown($"'{account}' is not an account id");
        }

        try
        {
            var ancestors = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
            var child = account;
            for (var level = 0; level < Deepest; level++)
            {
                var parents = await ParentsAsync(child, cancel).ConfigureAwait(false);
                if (parents is not [{ Id: { Length: > 0 } parent }])
                {
                    return new OrganizationReading.Unknown($"AWS Organizations names {parents.Count} parents of {child}");
                }

                ancestors.Add(parent);
                if (parent.StartsWith("r-", StringComparison.Ordinal))
                {
                    var reading = new OrganizationReading.Known(ancestors.ToImmutable());
                    _known[account] = (now, reading);
                    return reading;
                }

                child = parent;
            }

            return new OrganizationReading.Unknown($"account {account} stands deeper in the organization than AWS allows");
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new OrganizationReading.Unknown(AwsFailure.Describe(e));
        }
    }

    /// <summary>One, by AWS's own rule; a page may be empty and not the last.</summary>
    private async Task<List<Parent>> ParentsAsync(string child, CancellationToken cancel)
    {
        var parents = new List<Parent>();
        string? next = null;
        do
        {
            var page = await client.ListParentsAsync(new ListParentsRequest { ChildId = child, NextToken = next }, cancel).ConfigureAwait(false);
            parents.AddRange(page.Parents ?? []);
            next = page.NextToken;
        }
        while (next is { Length: > 0 } && parents.Count == 0);

        return parents;
    }
}
