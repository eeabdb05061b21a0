using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Generated;
using Amazon.S3;

namespace Remediator.Execution;

/// <summary>Where the AWS APIs are: AWS itself, or an emulator at one address (the sandbox, moto, LocalStack).</summary>
/// <param name="Url">The emulator's address; null for AWS.</param>
public sealed record AwsEndpoint(string? Url = null)
{
    /// <summary>Applies address, Region, time-outs and retries to a client's configuration.</summary>
    public ClientConfig Apply(ClientConfig config, string region)
    {
        if (Url is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = Url;
            config.AuthenticationRegion = region;
        }

        // By name first: a function that has no use for S3 does not load its assembly.
        if (config.RegionEndpointServiceName == "s3")
        {
            UsePaths((AmazonS3Config)config);
        }

        if (config.RegionEndpointServiceName is "dynamodb" or "sts")
        {
            config.EndpointProvider = new PlainEndpoints(config.RegionEndpointServiceName, config.EndpointProvider);
        }

        if (HasUsualSettings)
        {
            SdkSettings.Settle(config);
        }

        // Else one service alone could be somewhere else, by a variable or a profile that nobody here has looked at.
        config.IgnoreConfiguredEndpointUrls = true;
        config.MaxErrorRetry = MaxRetries;
        config.Timeout = CallTimeout;

        // One for all services, not one for each core: an open connection is used again.
        config.HttpClientCacheSize = 1;
        if (Transport is not null)
        {
            config.HttpClientFactory = Transport;
        }

        return config;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UsePaths(AmazonS3Config s3) => s3.ForcePathStyle = Url is not null;

    /// <summary>Retries inside the SDK; a call that still fails leaves the delivery to be tried again by its queue.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Whether the SDK would find nothing about its clients in variables and profiles: it does not search then.</summary>
    public bool HasUsualSettings { get; init; }

    /// <summary>Takes the requests instead of the network: for simulations within one process.</summary>
    internal HttpClientFactory? Transport { get; init; }

    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
