using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Remediator.Execution;

namespace Remediator.Cli;

/// <summary>Credentials of a profile or of the usual chain, fetched once before anything else, since who has none has to hear what to do.</summary>
internal static class AwsProfile
{
    /// <param name="name">The profile that was asked for; null for the usual chain, in which the profile <c>default</c> is.</param>
    /// <param name="stored">That profile, or <c>default</c>, as the configuration files have it.</param>
    /// <exception cref="CliException">There are none.</exception>
    public static AWSCredentials Credentials(string? name, CredentialProfile? stored, CredentialProfileStoreChain chain)
    {
        if (name is null)
        {
            try
            {
                return Fetched(DefaultAWSCredentialsIdentityResolver.GetCredentials());
            }
            catch (Exception) when (stored is not { CanCreateAWSCredentials: true })
            {
                throw new CliException("There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile.");
            }
            catch (Exception)
            {
                // The chain does not say why the profile gave none: it is asked by itself.
            }
        }

        try
        {
            return chain.TryGetAWSCredentials(name ?? "default", out var credentials)
                ? Fetched(credentials)
                : throw new AmazonClientException("it holds none that can be used here");
        }
        catch (Exception e)
        {
            throw new CliException($"Profile '{name ?? "default"}' gives no credentials: {Causes(e)}. {Hint(name, stored)}");
        }
    }

    private static AWSCredentials Fetched(AWSCredentials credentials)
    {
        credentials.GetCredentials();
        return new SafeCredentials(credentials);
    }

    /// <summary>The SDK says which role it asked for, and only within what came back.</summary>
    private static string Causes(Exception e)
    {
        var causes = new List<string>();
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            var text = AwsFailure.Describe(cause).Trim().TrimEnd('.');
            if (!causes.Any(c => c.Contains(text, StringComparison.Ordinal)))
            {
                causes.Add(text);
            }
        }

        return string.Join(": ", causes);
    }

    private static string Hint(string? name, CredentialProfile? stored)
    {
        var profile = name is null ? "" : $" --profile {name}";
        var own = stored?.Options switch
        {
            { MfaSerial: { Length: > 0 } mfa } => $"It needs a code of the MFA device {mfa}, which is not asked for here. ",
            { SsoSession.Length: > 0 } or { SsoStartUrl.Length: > 0 } => $"Sign in with: aws sso login{profile}. ",
            _ => "",
        };
        return $"{own}The AWS CLI can hand its credentials over: eval \"$(aws configure export-credentials{profile} --format env)\"";
    }

    /// <summary>Credentials that can't be fetched again midway are a failed call, whatever the SDK throws.</summary>
    private sealed class SafeCredentials(AWSCredentials credentials) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials()
        {
            try
            {
                return credentials.GetCredentials();
            }
            catch (Exception e) when (!AwsFailure.IsExpected(e))
            {
                throw new AmazonClientException($"there are no credentials any more: {Causes(e)}", e);
            }
        }

        public override async Task<ImmutableCredentials> GetCredentialsAsync()
        {
            try
            {
                return await credentials.GetCredentialsAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException && !AwsFailure.IsExpected(e))
            {
                throw new AmazonClientException($"there are no credentials any more: {Causes(e)}", e);
            }
        }
    }
}
