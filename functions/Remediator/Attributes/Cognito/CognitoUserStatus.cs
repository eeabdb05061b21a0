using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a user of a Cognito user pool may sign in; absent when there is no such user.</summary>
/// <remarks>
/// The target's id is <c>pool/user name</c>. Before it is disabled a user is signed out everywhere; in this order, so that a run that
/// dies between the two calls does both again.
/// </remarks>
public sealed class CognitoUserStatus : ResourceAttribute
{
    private const string Pool = "arn:{partition}:cognito-idp:{region}:{account}:userpool/{userPool}";

    public static AttributeValue Enabled { get; } = AttributeValue.Of("enabled");

    public static AttributeValue Disabled { get; } = AttributeValue.Of("disabled");

    public override string Label => "sign-in of the user";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("cognito-idp:AdminGetUser", Pool)];

    public override IReadOnlyList<Permission> WritePermissions { get; } =
        [new("cognito-idp:AdminUserGlobalSignOut", Pool), new("cognito-idp:AdminDisableUser", Pool), new("cognito-idp:AdminEnableUser", Pool)];

    public static Target TargetOf(string pool, string user) => new(ResourceKinds.UserPoolUser, $"{pool}/{user}");

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (pool, user) = Split(target);
        try
        {
            var response = await aws.Client<IAmazonCognitoIdentityProvider>().AdminGetUserAsync(new AdminGetUserRequest { UserPoolId = pool, Username = user }, cancel).ConfigureAwait(false);
            return response.Enabled is true ? Enabled : Disabled;
        }
        catch (Exception e) when (e is UserNotFoundException or ResourceNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var ((pool, user), cognito) = (Split(request.Target), aws.Client<IAmazonCognitoIdentityProvider>());
        if (request.Wanted == Enabled)
        {
            await cognito.AdminEnableUserAsync(new AdminEnableUserRequest { UserPoolId = pool, Username = user }, cancel).ConfigureAwait(false);
            return;
        }

        if (request.Wanted != Disabled)
        {
            throw new InvalidOperationException("no plan deletes a user");
        }

        await cognito.AdminUserGlobalSignOutAsync(new AdminUserGlobalSignOutRequest { UserPoolId = pool, Username = user }, cancel).ConfigureAwait(false);
        await cognito.AdminDisableUserAsync(new AdminDisableUserRequest { UserPoolId = pool, Username = user }, cancel).ConfigureAwait(false);
    }

    private static (string Pool, string User) Split(Target target) =>
        target.Id.Split('/', 2) is [var pool, var user] ? (pool, user) : throw new InvalidOperationException($"{target} is not of the form pool/user name");
}
