using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The id of a secret's current version; absent when there is no such secret.</summary>
/// <remarks>
/// The target's id is the secret's ARN or name. A rotation is asked for under the id that the new version is to have, so that
/// a second request for the same one starts nothing, and the rotation has ended when that version is the current one.
/// </remarks>
public sealed class SecretVersion : ResourceAttribute
{
    private const string Secret = "arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}";
    private const string Current = "AWSCURRENT";

    public override string Label => "current version of the secret";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("secretsmanager:DescribeSecret", Secret)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("secretsmanager:RotateSecret", Secret)];

    public static Target TargetOf(string secret) => new(ResourceKinds.Secret, secret);

    /// <summary>The version with the label AWSCURRENT; absent when a secret has no value yet.</summary>
    public static AttributeValue Of(IReadOnlyDictionary<string, List<string>>? stages) =>
        (stages ?? new Dictionary<string, List<string>>()).Where(s => s.Value.Contains(Current)).Select(s => AttributeValue.Of(s.Key)).FirstOrDefault();

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            return Of((await aws.Client<IAmazonSecretsManager>().DescribeSecretAsync(new DescribeSecretRequest { SecretId = target.Id }, cancel).ConfigureAwait(false)).VersionIdsToStages);
        }
        catch (ResourceNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var secrets = aws.Client<IAmazonSecretsManager>();
        var (secret, version) = (request.Target.Id, request.Wanted.ToString());
        var live = await secrets.DescribeSecretAsync(new DescribeSecretRequest { SecretId = secret }, cancel).ConfigureAwait(false);

        // The rotation to this version is under way.
        if (live.VersionIdsToStages?.ContainsKey(version) is true)
        {
            return;
        }

        await secrets.RotateSecretAsync(new RotateSecretRequest { SecretId = secret, ClientRequestToken = version, RotateImmediately = true }, cancel).ConfigureAwait(false);
    }
}
