using System.Collections.Immutable;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Cli.Output;
using Remediator.Cli.Releases;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Cli.Containments;

/// <summary>The resource that a person names, with what a source would say of it, and where it is.</summary>
/// <param name="Session">The session of a role, where its ARN is that of a session.</param>
internal sealed record ContainedResource(ResourceRef Resource, string? Account, string? Region, string? Partition, string? Session)
{
    /// <summary>Reads the name; the steps say which kind is meant where it could be several.</summary>
    /// <param name="account">As given by option; null where the name, or the credentials, say it.</param>
    /// <exception cref="CliException">It names nothing that all the steps act on, or not only one thing.</exception>
    public static ContainedResource Read(string text, ImmutableArray<PlaybookStep> steps, string? account)
    {
        var arn = Arn.TryParse(text);
        IReadOnlyList<ResourceRef> named = ArnResource.TryRead(text) is { } known ? [known] : [.. ResourceName.Candidates(text, "RESOURCE").Select(n => Detailed(n, arn is null ? null : text))];
        var fitting = named.Where(r => steps.All(s => Takes(s, r.Kind))).ToList();
        if (fitting.Count == 0)
        {
            throw Unfit(named, steps);
        }

        if (fitting.Count > 1)
        {
            throw new CliException($"RESOURCE: '{Shown.Text(text)}' can be {string.Join(" or ", fitting.Select(r => $"{r.Kind}:{Shown.Text(r.Id)}"))}: write one of them.");
        }

        var resource = fitting[0];
        if (!resource.HasWellFormedId)
        {
            throw new CliException($"RESOURCE: '{Shown.Text(resource.Id)}' is no id of a {resource.Kind}.");
        }

        var own = arn is { Account.Length: > 0 } ? arn.Value.Account : resource.Kind == ResourceKinds.Account ? resource.Id : null;
        if (own is not null && !ResourceIdShape.IsAccount(own))
        {
            throw new CliException($"RESOURCE: '{Shown.Text(own)}' is no account's id of twelve digits.");
        }

        if (own is not null && account is not null && own != account)
        {
            throw new CliException($"RESOURCE is of account {own}, and --account says {account}.");
        }

        return new ContainedResource(
            resource, own ?? account,
            arn is { Region: { Length: > 0 } region } && FindingScope.IsRegionLike(region) ? region : null,
            arn is { Partition: var partition } && Partitions.IsPartition(partition) ? partition : null,
            arn is { Service: "sts" } && arn.Value.Resource.Split('/') is ["assumed-role", _, var session] ? session : null);
    }

    /// <summary>The resource with the principal's id, as GuardDuty and CloudTrail give it: of a session's ARN only the role's id is missing.</summary>
    /// <exception cref="CliException">It could not be read, or the session has no name that AWS would take.</exception>
    public async Task<ResourceRef> WithPrincipalAsync(Finding finding, ICredentialBroker broker, CancellationToken cancel)
    {
        if (Session is not { } session)
        {
            return Resource;
        }

        try
        {
            // The step that acts on sessions may read roles; the one that was asked for may not.
            using var aws = await broker.OpenAsync(finding, Resource, [RemediationCatalogue.Get(CutRoleSessions.StepName)], SessionNames.None, "contain", cancel);
            var role = (await aws.Client<IAmazonIdentityManagementService>().GetRoleAsync(new GetRoleRequest { RoleName = Resource.Id }, cancel)).Role;
            var principal = $"{role.RoleId}:{session}";
            return IamNames.AssumedRole(principal) is null
                ? throw new CliException($"RESOURCE: '{Shown.Text(session)}' is no name of a session.")
                : Resource with { Details = Resource.Details.SetItem(ResourceDetails.PrincipalId, principal).SetItem(ResourceDetails.UserType, "AssumedRole") };
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw new CliException($"The id of the role {Shown.Text(Resource.Id)}, which its session's is made of, could not be read: {AwsFailure.Describe(e)}. Name the role itself to act on it as a whole.") { Exit = ExitCode.Failed };
        }
    }

    private static bool Takes(PlaybookStep step, string kind) => RemediationCatalogue.Get(step.Remediation).Kinds.Contains(kind, StringComparer.Ordinal);

    private static CliException Unfit(IReadOnlyList<ResourceRef> named, ImmutableArray<PlaybookStep> steps)
    {
        var kinds = named.Select(r => r.Kind).Distinct(StringComparer.Ordinal).ToList();
        var unfit = steps.Select(s => RemediationCatalogue.Get(s.Remediation)).First(r => !r.Kinds.Any(kinds.Contains) || steps.Length > 1);
        var others = RemediationCatalogue.All.Where(r => r.Kinds.Any(kinds.Contains)).Select(r => r.Name).Order(StringComparer.Ordinal).ToList();
        return new CliException(
            $"--step {unfit.Name} does not act on {string.Join(" or ", kinds)} (it acts on {string.Join(", ", unfit.Kinds)}). "
            + (others.Count == 0 ? "No step does." : $"Steps that do: {string.Join(", ", others)}."));
    }

    /// <summary>What a source would say besides: <c>bucket/key</c> of an object, <c>pool/user</c> of a user pool's user.</summary>
    private static ResourceRef Detailed(ResourceName name, string? arn)
    {
        var (owner, id) = name.Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? (name.Id[..slash], name.Id[(slash + 1)..]) : (null, name.Id);
        return name.Kind switch
        {
            ResourceKinds.S3Object => Of(ResourceDetails.BucketName),
            ResourceKinds.UserPoolUser => Of(ResourceDetails.UserPoolId),
            _ => new ResourceRef(name.Kind, name.Id, arn),
        };

        ResourceRef Of(string detail) => new(name.Kind, id, arn) { Details = owner is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add(detail, owner) };
    }
}
