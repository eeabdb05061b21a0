using Amazon;
using Amazon.Runtime;

namespace Remediator.Execution;

/// <summary>What the AWS SDK looks up in variables and in profiles besides credentials, settled beforehand where there is nothing to find.</summary>
/// <remarks>A function has no profiles, and the search for them takes several milliseconds of its cold start.</remarks>
internal static class SdkSettings
{
    /// <summary>From each of these variables the SDK takes a setting of its clients.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        "AWS_ENABLE_ENDPOINT_DISCOVERY", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "AWS_USE_DUALSTACK_ENDPOINT", "AWS_USE_FIPS_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_DISABLE_REQUEST_COMPRESSION",
        "AWS_DISABLE_CLOCK_SKEW_CORRECTION", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "AWS_SDK_UA_APP_ID", "AWS_ACCOUNT_ID_ENDPOINT_MODE",
        "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION", "AWS_AUTH_SCHEME_PREFERENCE", "AWS_SIGV4A_SIGNING_REGION_SET",
        "AWS_DEFAULTS_MODE", "AWS_CSM_ENABLED",
    ];

    /// <summary>Whether neither a variable nor a profile can say anything.</summary>
    public static bool AreUsual(Func<string, string?> variable)
    {
        foreach (var name in Variables)
        {
            if (!string.IsNullOrEmpty(variable(name)))
                return false;
        }

        return string.IsNullOrEmpty(variable("AWS_PROFILE")) && string.IsNullOrEmpty(variable("AWS_CONFIG_FILE")) && string.IsNullOrEmpty(variable("AWS_SHARED_CREDENTIALS_FILE"));
    }

    /// <summary>Sets what the SDK takes where it finds nothing.</summary>
    public static void Settle(ClientConfig config)
    {
        // For the whole process: whether calls are reported to an agent on this machine.
        AWSConfigs.CSMConfig.CSMEnabled ??= false;
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        config.AccountIdEndpointMode = AccountIdEndpointMode.PREFERRED;
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_SUPPORTED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_SUPPORTED;
        config.DisableClockSkewCorrection = false;
        config.DisableRequestCompression = false;
        config.EndpointDiscoveryEnabled = false;
        config.UseDualstackEndpoint = false;
        config.UseFIPSEndpoint = false;
        config.AuthSchemePreference = [];
        config.SigV4aSigningRegionSet = [];
        config.RequestMinCompressionSizeBytes = 10240;
        config.ClientAppId = "";
    }
}
