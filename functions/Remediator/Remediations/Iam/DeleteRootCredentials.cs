using System.Text.Json.Serialization.Metadata;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Tells what the root user of a member account can sign in or call with, and deletes all of it.</summary>
/// <remarks>
/// No policy of an account binds its root user; only the organization's centralized root access reaches its credentials.
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management.
/// </remarks>
public sealed class DeleteRootCredentials : Remediation<NoOptions, DeleteRootCredentials.Observed>
{
    private const string Feature = "RootCredentialsManagement";

    public override string Name => "delete-root-credentials";

    public override string Summary => "Delete the password, access keys, signing certificates and MFA devices of a member account's root user; cannot be undone.";

    public override bool IsIrreversible => true;

    public override bool IsOrganizational => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Account, ResourceKinds.AccessKey];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(RootCredentials)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("iam:ListOrganizationsFeatures")];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var aws = context.Aws;
        if (!ResourceIdShape.IsAccount(aws.Account) || !IsRoot(context.Resource))
        {
            return new Observed("the finding is not about the root user of an account", default);
        }

        var caller = await aws.Client<IAmazonSecurityTokenService>().GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancel).ConfigureAwait(false);
        if (caller.Account == aws.Account)
        {
            return new Observed($"{aws.Account} is the account that Remediator runs in: centralized root access reaches member accounts from the one that administers the organization, never itself", default);
        }

        return await UnfitAsync(aws.Client<IAmazonIdentityManagementService>(), caller.Account, cancel).ConfigureAwait(false) is { } reason
            ? new Observed(reason, default)
            : new Observed(null, await new RootCredentials().ReadAsync(aws, RootCredentials.TargetOf(aws.Account), cancel).ConfigureAwait(false));
    }

    /// <summary>A root user has no tags.</summary>
    protected override TagReading Tags(Observed observed) => TagReading.None;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) =>
        observed.Unfit is { } reason ? new StepPlan.NotApplicable(reason)
        : new StepPlan.Planned(
            [new Change
            {
                Step = Name,
                Attribute = nameof(RootCredentials),
                Target = RootCredentials.TargetOf(context.Finding.Account),
                Before = observed.Credentials,
                After = AttributeValue.OfSet([]),
                Phase = Phase.Contain,
                Irreversible = true,
                Note = "A new password can be set only after the organization allows it again (IAMCreateRootUserPassword).",
            }],
            "Temporary credentials that the root user got before work until they expire, and nothing can deny them but a service control policy.",
            "GuardDuty reports sessions like those that this makes as Policy:IAMUser/ShortTermRootCredentialUsage.");

    /// <summary>Why centralized root access is not to be had from the account of the credentials; null when it is.</summary>
    private static async Task<string?> UnfitAsync(IAmazonIdentityManagementService iam, string home, CancellationToken cancel)
    {
        try
        {
            var answer = await iam.ListOrganizationsFeaturesAsync(new ListOrganizationsFeaturesRequest(), cancel).ConfigureAwait(false);
            return answer.EnabledFeatures?.Contains(Feature) is true ? null : "the organization has not enabled the central management of root credentials (IAM, Root access management)";
        }
        catch (AccountNotManagementOrDelegatedAdministratorException)
        {
            return $"account {home}, in which Remediator runs, is neither the organization's management account nor the delegated administrator for IAM";
        }
        catch (OrganizationNotFoundException)
        {
            return $"account {home}, in which Remediator runs, is in no organization";
        }
        catch (OrganizationNotInAllFeaturesModeException)
        {
            return "the organization has not all features enabled, which centralized root access needs";
        }
        catch (ServiceAccessNotEnabledException)
        {
            return "the organization has not enabled trusted access for IAM, which centralized root access needs";
        }
    }

    private static bool IsRoot(ResourceRef resource) =>
        resource.Kind == ResourceKinds.Account ? resource.Detail(ResourceDetails.UserType) is null or "Root" : resource.Detail(ResourceDetails.UserType) == "Root";

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Credentials">Of the root user.</param>
    public sealed record Observed(string? Unfit, AttributeValue Credentials);
}
