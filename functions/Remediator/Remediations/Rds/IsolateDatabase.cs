using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations.Isolation;

namespace Remediator.Remediations;

/// <summary>Puts a database behind a security group that lets nobody in.</summary>
public sealed class IsolateDatabase : Remediation<NoOptions, IsolateDatabase.Observed>
{
    public override string Name => "isolate-database";

    public override string Summary => "Put an RDS database or Aurora cluster behind a security group without rules.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.DbInstance, ResourceKinds.DbCluster, ResourceKinds.DbShardGroup];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(QuarantineGroup), nameof(DatabaseGroups)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [.. DatabaseFacts.Permissions, new("ec2:DescribeSecurityGroups")];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var database = InVpcAsync(context, cancel);
        var groups = DatabaseReads.IsIdentifier(context.Resource.Id) ? QuarantineGroups.ReadAsync(context, cancel) : Task.FromResult(ImmutableArray<GroupFacts>.Empty);
        await Task.WhenAll(database, groups).ConfigureAwait(false);
        return new Observed(await database.ConfigureAwait(false), await groups.ConfigureAwait(false));
    }

    /// <summary>A cluster with shards in place of instances shows its VPC by its groups alone.</summary>
    private static async Task<DatabaseFacts> InVpcAsync(ObserveContext context, CancellationToken cancel)
    {
        var facts = await DatabaseFacts.ReadAsync(context, cancel).ConfigureAwait(false);
        if (facts.Unfit is not null || facts.VpcId is { Length: > 0 } || facts.Groups.IsAbsent || facts.Groups.ToStrings() is not [_, ..] groups)
        {
            return facts;
        }

        return facts with { VpcId = (await IngressRuleReads.FindAsync(context.Aws, [.. groups], cancel).ConfigureAwait(false)).FirstOrDefault()?.VpcId };
    }

    protected override TagReading Tags(Observed observed) => observed.Database.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        var database = observed.Database;
        if (database.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        if (database.VpcId is not { Length: > 0 } vpc)
        {
            return new StepPlan.NotApplicable($"{database.Owner.Id} does not say which VPC it is in (it has neither instances nor security groups)");
        }

        if (QuarantineChoice.For(vpc, context.ExecutionId, observed.QuarantineGroups) is not { } quarantine)
        {
            return new StepPlan.NotApplicable($"both names of a quarantine group are taken in {vpc} by groups that are not Remediator's own");
        }

        var swap = new Change
        {
            Step = Name,
            Attribute = nameof(DatabaseGroups),
            Target = database.Owner,
            Before = database.Groups,
            After = AttributeValue.OfSet([quarantine.GroupId]),
            Phase = Phase.Contain,
            Stage = 1,
            Note = Words(database.Owner.Kind == ResourceKinds.DbCluster && context.Resource.Kind != ResourceKinds.DbCluster
                ? $"The groups are those of the cluster {database.Owner.Id}: all its instances are isolated."
                : null, database.Queued),
        };
        return new StepPlan.Planned(
            [quarantine.Prepared(Name, stage: 0), swap],
            "Sessions that are open go on until they end or idle out (security groups do not stop tracked connections): reboot the database to end them.",
            "RDS's own API goes on: whoever may call it can copy, restore or change the database.");
    }

    private static string? Words(params string?[] sentences) => string.Join(' ', sentences.Where(s => s is not null)) is { Length: > 0 } words ? words : null;

    /// <summary>What was read.</summary>
    /// <param name="Database">The database, or why there is nothing to do.</param>
    /// <param name="QuarantineGroups">Groups of the quarantine group's names.</param>
    public sealed record Observed(DatabaseFacts Database, ImmutableArray<GroupFacts> QuarantineGroups);
}
