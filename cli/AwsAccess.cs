using System.CommandLine;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Execution;

namespace Remediator.Cli;

/// <summary>Credentials, Region and endpoint by option, environment or profile, as AWS's own tools take them.</summary>
public sealed class AwsAccess(CliHost host)
{
    private readonly Option<string?> _profile = new("--profile") { Description = "Profile of the AWS configuration files. Default: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then AWS_PROFILE, then the usual chain.", HelpName = "NAME" };
    private readonly Option<string?> _region = new("--region") { Description = "Region of STS and of the ledger. Default: AWS_REGION, AWS_DEFAULT_REGION, the profile's; an emulator on this machine needs none.", HelpName = "REGION" };
    private readonly Option<string?> _endpoint = new("--endpoint-url") { Description = "Address of an emulator (moto, LocalStack, ...). Default: AWS_ENDPOINT_URL, the profile's.", HelpName = "URL" };
    private readonly Option<string?> _role = new("--role") { Description = "Name of the action role to assume in the finding's account, with a session policy cut down to the remediation.", HelpName = "NAME" };

    public IEnumerable<Option> Options => [_profile, _region, _endpoint, _role];

    /// <exception cref="CliException">There are no credentials, or no Region.</exception>
    public AwsConnection Connect(ParseResult parsed)
    {
        var given = parsed.GetValue(_profile);
        var keys = given is null ? Keys() : null;
        var profile = given ?? NotEmpty("AWS_PROFILE");
        var chain = new CredentialProfileStoreChain();
        CredentialProfile? stored = null;
        if (!chain.TryGetProfile(profile ?? "default", out stored) && profile is not null && keys is null)
        {
            throw new CliException($"There is no profile '{profile}' in the AWS configuration files. List them with: aws configure list-profiles");
        }

        var endpoint = Endpoint(parsed.GetValue(_endpoint), stored);
        var region = parsed.GetValue(_region) ?? NotEmpty("AWS_REGION") ?? NotEmpty("AWS_DEFAULT_REGION") ?? stored?.Region?.SystemName;
        var aws = new AwsConnection(keys ?? AwsProfile.Credentials(profile, stored, chain), region ?? "us-east-1", endpoint, parsed.GetValue(_role));
        return region is not null || aws.IsLocal ? aws : throw new CliException("No Region is configured: name one with --region, or set AWS_REGION.");
    }

    /// <summary>The address that was given, that of the environment, or the profile's, unless those are to be ignored.</summary>
    private AwsEndpoint Endpoint(string? given, CredentialProfile? stored)
    {
        var isIgnored = NotEmpty("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") is { } set ? set.Equals("true", StringComparison.OrdinalIgnoreCase) : stored?.IgnoreConfiguredEndpointUrls == true;
        var configured = isIgnored ? null : NotEmpty("AWS_ENDPOINT_URL");
        if (!isIgnored && (given ?? configured) is null && stored?.Services is { Length: > 0 } services)
        {
            throw new CliException(
                $"Profile '{stored.Name}' may have endpoints for single services ('services = {services}'), which are not used here: give one for all with --endpoint-url, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true for AWS itself.");
        }

        if (!isIgnored && (given ?? configured) is null && host.VariableNames().Order(StringComparer.Ordinal).FirstOrDefault(v => v.StartsWith("AWS_ENDPOINT_URL_", StringComparison.OrdinalIgnoreCase) && NotEmpty(v) is not null) is { } single)
        {
            throw new CliException(
                $"{single} is set: endpoints for single services are not used here, since the account would be asked for at one place and changed at another. Give one for all with --endpoint-url, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true for AWS itself.");
        }

        var endpoint = new AwsEndpoint(given ?? configured ?? (isIgnored ? null : stored?.EndpointUrl));
        return endpoint.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            ? throw new CliException($"--endpoint-url: '{url}' is not an absolute address such as http://127.0.0.1:5000.")
            : endpoint;
    }

    /// <summary>Keys in the environment go before its AWS_PROFILE, as AWS's own tools have it.</summary>
    private AWSCredentials? Keys() => (NotEmpty("AWS_ACCESS_KEY_ID"), NotEmpty("AWS_SECRET_ACCESS_KEY"), NotEmpty("AWS_SESSION_TOKEN")) switch
    {
        ({ } id, { } secret, { } token) => new SessionAWSCredentials(id, secret, token),
        ({ } id, { } secret, null) => new BasicAWSCredentials(id, secret),
        _ => null,
    };

    private string? NotEmpty(string variable) => host.Environment(variable) is { Length: > 0 } value ? value : null;
}

/// <summary>The account that a command talks to.</summary>
public sealed record AwsConnection(AWSCredentials Credentials, string Region, AwsEndpoint Endpoint, string? Role)
{
    /// <summary>Whether the endpoint is an emulator on this machine, where no mistake can reach an account.</summary>
    public bool IsLocal => Endpoint.Url is { } url && new Uri(url).IsLoopback;

    public AmazonSecurityTokenServiceClient Sts() => new(Credentials, (AmazonSecurityTokenServiceConfig)Endpoint.Apply(new AmazonSecurityTokenServiceConfig(), Region));

    /// <summary>Who the credentials are.</summary>
    /// <exception cref="CliException">AWS does not accept the credentials.</exception>
    public async Task<AwsCaller> CallerAsync(CancellationToken cancel)
    {
        using var sts = Sts();
        try
        {
            var answer = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancel);
            return new AwsCaller(answer.Account, answer.Arn);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw new CliException($"The account behind the credentials could not be read ({AwsFailure.Describe(e)}). Check them with: aws sts get-caller-identity");
        }
    }

    /// <summary>The action role where one is named, else the operator's own credentials, in their own account only.</summary>
    public ICredentialBroker Broker(string account) =>
        Role is { } role ? new AssumeRoleBroker(Sts(), role, Endpoint) : new OwnCredentialsBroker(Credentials, IsLocal ? null : account, Endpoint);
}

/// <summary>The account and the principal behind credentials.</summary>
public sealed record AwsCaller(string Account, string Arn)
{
    /// <summary>Names this process in leases, and its operator in the audit.</summary>
    public string Worker(CliHost host) => $"operator {Arn} (cli {Environment.ProcessId}-{host.Clock.GetTimestamp():x})";
}
