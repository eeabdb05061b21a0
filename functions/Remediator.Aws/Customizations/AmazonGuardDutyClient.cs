using Amazon.GuardDuty.Model;
using Amazon.GuardDuty.Model.Internal;
using Amazon.Runtime.Generated;

namespace Amazon.GuardDuty;

public partial interface IAmazonGuardDuty
{
    /// <summary>The answer as the service wrote it: a finding read from it loses nothing.</summary>
    Task<RawJsonResponse> GetFindingsJsonAsync(GetFindingsRequest request, CancellationToken cancellationToken = default);
}

public partial class AmazonGuardDutyClient
{
    public virtual Task<RawJsonResponse> GetFindingsJsonAsync(GetFindingsRequest request, CancellationToken cancellationToken = default) =>
        SendJsonAsync<RawJsonResponse>(request, Requests.GetFindings, RawJsonResponse.Of, Responses.Exception, cancellationToken);
}
