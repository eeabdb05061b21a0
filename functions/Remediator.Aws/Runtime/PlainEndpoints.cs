using Amazon.Runtime.Endpoints;

namespace Amazon.Runtime.Generated;

/// <summary>An official package's endpoints: the usual ones at once, all others by the package's own rules.</summary>
/// <remarks>The rules begin with compiling a regular expression for each partition, in the midst of a cold start.</remarks>
public sealed class PlainEndpoints(string prefix, IEndpointProvider rules) : IEndpointProvider
{
    private const string Unknown = "Unknown";

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters["Region"] is not string region || !IsPlain(parameters))
            return rules.ResolveEndpoint(parameters);
        if (parameters["Endpoint"] is string custom)
            return new Endpoint(custom);
        return RegionEndpoint.GetBySystemName(region) is { DisplayName: not Unknown } known
            ? new Endpoint($"https://{prefix}.{region}.{known.PartitionDnsSuffix}")
            : rules.ResolveEndpoint(parameters);
    }

    /// <summary>Whether nothing is set that could lead elsewhere: DynamoDB has endpoints for accounts, and STS a global one.</summary>
    private static bool IsPlain(EndpointParameters parameters) =>
        parameters["UseFIPS"] is not true
        && parameters["UseDualStack"] is not true
        && parameters["UseGlobalEndpoint"] is not true
        && parameters["AccountId"] is null
        && parameters["AccountIdEndpointMode"] is not "required"
        && !IsArn(parameters["ResourceArn"])
        && !(parameters["ResourceArnList"] is IEnumerable<string> tables && tables.Any(IsArn));

    private static bool IsArn(object? table) => table is string name && name.StartsWith("arn:", StringComparison.Ordinal);
}
