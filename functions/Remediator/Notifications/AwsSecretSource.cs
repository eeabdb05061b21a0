using System.Text.Json;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Remediator.Execution;

namespace Remediator.Notifications;

/// <summary>A secret in Secrets Manager, or in a SecureString parameter of Systems Manager.</summary>
/// <param name="reference">
/// An ARN of either service; a parameter's name that starts with a slash or with <c>ssm:</c>; any other text is the name of a secret.
/// A secret that is a JSON object has the value in its member <c>url</c>; one with a <c>token</c> instead is handed on as it is.
/// </param>
public sealed class AwsSecretSource(AwsSession aws, string reference, TimeProvider time) : ISecretSource
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    private Known? _known;

    public async Task<string> GetAsync(CancellationToken cancel)
    {
        if (_known is { } known && known.Until > time.GetUtcNow())
        {
            return known.Value;
        }

        var value = Plain(IsParameter ? await ParameterAsync(cancel).ConfigureAwait(false) : await SecretAsync(cancel).ConfigureAwait(false));
        _known = new Known(value, time.GetUtcNow() + Remembered);
        return value;
    }

    public void Forget() => _known = null;

    public override string ToString() => reference;

    private bool IsParameter =>
        reference.StartsWith('/') || reference.StartsWith("ssm:", StringComparison.Ordinal)
        || (reference.StartsWith("arn:", StringComparison.Ordinal) && reference.Split(':') is [_, _, "ssm", ..]);

    private async Task<string> ParameterAsync(CancellationToken cancel)
    {
        var name = reference.StartsWith("ssm:", StringComparison.Ordinal) ? reference["ssm:".Length..] : reference;
        var answer = await aws.Client<IAmazonSimpleSystemsManagement>().GetParameterAsync(new GetParameterRequest { Name = name, WithDecryption = true }, cancel).ConfigureAwait(false);
        return answer.Parameter?.Value ?? "";
    }

    private async Task<string> SecretAsync(CancellationToken cancel)
    {
        var answer = await aws.Client<IAmazonSecretsManager>().GetSecretValueAsync(new GetSecretValueRequest { SecretId = reference }, cancel).ConfigureAwait(false);
        return answer.SecretString ?? "";
    }

    private static string Plain(string secret)
    {
        var text = secret.Trim();
        if (!text.StartsWith('{'))
        {
            return text;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String ? url.GetString()!
                : json.RootElement.TryGetProperty("token", out _) ? text
                : "";
        }
        catch (JsonException)
        {
            // The exception's message would quote the secret; an empty one is refused further on, in words of our own.
            return "";
        }
    }

    private sealed record Known(string Value, DateTimeOffset Until);
}
