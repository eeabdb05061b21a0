using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Rotates a secret at once by the rotation that it is set up with; the value that was read is worth nothing then.</summary>
public sealed class RotateSecret : Remediation<NoOptions, RotateSecret.Observed>
{
    public override string Name => "rotate-secret";

    public override string Summary => "Rotate a secret of Secrets Manager at once; cannot be undone.";

    public override bool IsIrreversible => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Secret];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(SecretVersion)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        if (!IsSecret(context.Resource.Id))
        {
            return new Observed(null);
        }

        try
        {
            return new Observed(await context.Aws.Client<IAmazonSecretsManager>().DescribeSecretAsync(new DescribeSecretRequest { SecretId = context.Resource.Id }, cancel).ConfigureAwait(false));
        }
        catch (ResourceNotFoundException)
        {
            return new Observed(null);
        }
    }

    protected override TagReading Tags(Observed observed) =>
        new TagReading.Known((observed.Secret?.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        var wanted = VersionOf(context);
        if (Unfit(context.Resource.Id, observed.Secret, wanted) is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(SecretVersion),
            Target = SecretVersion.TargetOf(context.Resource.Id),
            Before = SecretVersion.Of(observed.Secret!.VersionIdsToStages),
            After = AttributeValue.Of(wanted),
            Phase = Phase.Credentials,
            Irreversible = true,
            Note = "Clients that keep the old value until they fail will fail once.",
        };
        return new StepPlan.Planned(
            [change],
            "Whoever could read the secret can read the new value too: contain the reader first.",
            "Sessions that were opened with the old value go on.");
    }

    /// <summary>The same for every run of one execution, in the form that Secrets Manager takes for the id of a version.</summary>
    private static string VersionOf(PlanContext context) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.ExecutionId} {context.Resource.Id}")).AsSpan(0, 16)).ToString();

    private static string? Unfit(string id, DescribeSecretResponse? secret, string wanted)
    {
        var pending = secret?.VersionIdsToStages?.FirstOrDefault(s => s.Value.Contains("AWSPENDING") && !s.Value.Contains("AWSCURRENT")).Key;
        return !IsSecret(id) ? "the finding does not name the secret by a valid ARN or name"
            : secret is null ? $"there is no secret {id} (any more)"
            : secret.DeletedDate is not null ? $"the secret {id} is scheduled for deletion"
            : secret.OwningService is { Length: > 0 } owner ? $"the secret {id} is managed by {owner}, which rotates it"
            : secret.RotationEnabled is not true ? $"the secret {id} has no rotation set up: nobody but its owner knows how to change the value"
            : pending is not null && pending != wanted ? $"a rotation of {id} is under way or has failed (version {pending} is pending): Secrets Manager starts no other until that is settled"
            : null;
    }

    private static bool IsSecret(string id) => id.Length is >= 1 and <= 2048 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '=' or '.' or '@' or '-' or ':');

    /// <summary>What was read.</summary>
    /// <param name="Secret">Null when there is no such secret.</param>
    public sealed record Observed(DescribeSecretResponse? Secret);
}
