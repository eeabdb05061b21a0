using Amazon.Runtime.Internal;

namespace Amazon.Runtime.Generated;

/// <summary>The service's name for metrics and the user agent.</summary>
internal sealed class GeneratedServiceMetadata(string serviceId) : IServiceMetadata
{
    private static readonly Dictionary<string, string> NoMapping = [];

    public string ServiceId => serviceId;

    public IDictionary<string, string> OperationNameMapping => NoMapping;
}
