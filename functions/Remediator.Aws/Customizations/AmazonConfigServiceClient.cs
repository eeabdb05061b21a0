using Amazon.ConfigService.Model;
using Amazon.ConfigService.Model.Internal;
using Amazon.Runtime.Generated;

namespace Amazon.ConfigService;

public partial interface IAmazonConfigService
{
    /// <summary>The answer as the service wrote it: a finding read from it loses nothing.</summary>
    Task<RawJsonResponse> GetComplianceDetailsByConfigRuleJsonAsync(GetComplianceDetailsByConfigRuleRequest request, CancellationToken cancellationToken = default);
}

public partial class AmazonConfigServiceClient
{
    public virtual Task<RawJsonResponse> GetComplianceDetailsByConfigRuleJsonAsync(GetComplianceDetailsByConfigRuleRequest request, CancellationToken cancellationToken = default) =>
        SendJsonAsync<RawJsonResponse>(request, Requests.GetComplianceDetailsByConfigRule, RawJsonResponse.Of, Responses.Exception, cancellationToken);
}
