using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Has RDS change a master password that it manages itself; nobody signs in with the old one any more.</summary>
public sealed class RotateMasterPassword : Remediation<NoOptions, RotateMasterPassword.Observed>
{
    public override string Name => "rotate-master-password";

    public override string Summary => "Rotate the master password that RDS manages for a database or Aurora cluster; cannot be undone.";

    public override bool IsIrreversible => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.DbInstance, ResourceKinds.DbCluster, ResourceKinds.DbShardGroup];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(MasterPasswordVersion)];

    public override IReadOnlyList<Permission> ObservePermissions => DatabaseFacts.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var database = await DatabaseFacts.ReadAsync(context, cancel).ConfigureAwait(false);
        if (database.Password is not { IsRotatable: true, Secret: var secret })
        {
            return new Observed(database, AttributeValue.Absent, null);
        }

        var described = await MasterPasswordVersion.DescribeAsync(context.Aws, secret, cancel).ConfigureAwait(false);
        return new Observed(database, SecretVersion.Of(described.VersionIdsToStages), described.LastRotatedDate?.ToUniversalTime());
    }

    protected override TagReading Tags(Observed observed) => observed.Database.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        var database = observed.Database;
        var unfit = database.Unfit ?? database.Password switch
        {
            null => $"the master password of {database.Owner.Id} is not managed by RDS: nobody but its owner knows how to give clients another one",
            { IsRotatable: false } => $"RDS can't rotate the master password of {database.Owner.Id}: its secret is {database.Password.Status}",
            _ when observed.RotatedAt > context.Finding.UpdatedAt => string.Create(CultureInfo.InvariantCulture, $"the master password of {database.Owner.Id} was rotated at {observed.RotatedAt:yyyy-MM-dd HH:mm:ss} UTC already, after what the finding reports"),
            _ when observed.Version.IsAbsent => $"the secret with the master password of {database.Owner.Id} has no current version",
            _ => null,
        };
        return unfit is not null
            ? new StepPlan.NotApplicable(unfit)
            : new StepPlan.Planned(
                [new Change
                {
                    Step = Name,
                    Attribute = nameof(MasterPasswordVersion),
                    Target = database.Owner,
                    Before = observed.Version,
                    After = MasterPasswordVersion.Other(observed.Version),
                    Phase = Phase.Credentials,
                    Irreversible = true,
                    Note = string.Join(' ', new[] { "Clients that keep the old password until it fails will fail once.", database.Queued }.OfType<string>()),
                }],
                "Sessions that were opened with the old password go on until they end: reboot the database to end them.",
                "Other database users, and who signs in by IAM or Kerberos, keep their passwords: change the one of the finding by hand.",
                "Whoever can read the secret can read the new password too: contain the reader first.");
    }

    /// <summary>What was read.</summary>
    /// <param name="Database">The database, or why there is nothing to do.</param>
    /// <param name="Version">Of the secret with the password; absent where there is none to rotate.</param>
    /// <param name="RotatedAt">When that was last done: an instance and its cluster have one password, and a finding may name both.</param>
    public sealed record Observed(DatabaseFacts Database, AttributeValue Version, DateTimeOffset? RotatedAt);
}
