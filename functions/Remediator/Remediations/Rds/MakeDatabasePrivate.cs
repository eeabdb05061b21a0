using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes a database's address off the internet; its clients in the VPC go on.</summary>
public sealed class MakeDatabasePrivate : Remediation<NoOptions, DatabaseFacts>
{
    public override string Name => "make-database-private";

    public override string Summary => "Take the public address off an RDS database.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.DbInstance];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(DatabasePublicAccess)];

    public override IReadOnlyList<Permission> ObservePermissions => DatabaseFacts.Permissions;

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override Task<DatabaseFacts> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel) => DatabaseFacts.ReadAsync(context, cancel);

    protected override TagReading Tags(DatabaseFacts observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, DatabaseFacts observed) =>
        observed.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(DatabasePublicAccess),
                Target = DatabasePublicAccess.TargetOf(context.Resource.Id),
                Before = observed.IsPublic,
                After = AttributeValue.Of(false),
                Phase = Phase.Contain,
                Note = string.Join(' ', new[] { "A release gives the database a public address again, but perhaps not the same one.", observed.QueuedOfInstance }.OfType<string>()),
            }],
            "Whoever reaches the VPC by another way (peering, VPN, an instance) reaches the database as before.",
            "Sessions that are open may go on until they end.");
}
