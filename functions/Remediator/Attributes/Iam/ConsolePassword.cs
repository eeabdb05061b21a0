using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>When a user got a password for the console; absent when it has none.</summary>
/// <remarks>The target's id is the user name. A password cannot be read: once it is deleted nobody can put it back.</remarks>
public sealed class ConsolePassword : ResourceAttribute
{
    public override string Label => "console password";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = IamArns.OnUser("iam:GetLoginProfile");

    public override IReadOnlyList<Permission> WritePermissions { get; } = IamArns.OnUser("iam:DeleteLoginProfile");

    public static Target TargetOf(string user) => new(ResourceKinds.User, user);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new GetLoginProfileRequest { UserName = target.Id };
            var profile = (await aws.Client<IAmazonIdentityManagementService>().GetLoginProfileAsync(request, cancel).ConfigureAwait(false)).LoginProfile;
            return AttributeValue.Of(new JsonObject
            {
                ["created"] = profile.CreateDate?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            });
        }
        catch (NoSuchEntityException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (!request.Wanted.IsAbsent)
        {
            throw new InvalidOperationException("a deleted password cannot be put back");
        }

        try
        {
            await aws.Client<IAmazonIdentityManagementService>().DeleteLoginProfileAsync(new DeleteLoginProfileRequest { UserName = request.Target.Id }, cancel).ConfigureAwait(false);
        }
        catch (NoSuchEntityException)
        {
            // Gone already, with its user perhaps: absent is what was wanted.
        }
    }

    public override string Describe(AttributeValue value) => value.ToNode()?["created"]?.ToString() is { } created ? $"a password set up on {created}" : "none";
}
