using Amazon.SecurityHub.Model;
using Amazon.SecurityHub.Model.Internal;
using Amazon.Runtime.Generated;

namespace Amazon.SecurityHub;

public partial interface IAmazonSecurityHub
{
    /// <summary>The answer as the service wrote it: a finding read from it loses nothing.</summary>
    Task<RawJsonResponse> GetFindingsJsonAsync(GetFindingsRequest request, CancellationToken cancellationToken = default);
}

public partial class AmazonSecurityHubClient
{
    public virtual Task<RawJsonResponse> GetFindingsJsonAsync(GetFindingsRequest request, CancellationToken cancellationToken = default) =>
        SendJsonAsync<RawJsonResponse>(request, Requests.GetFindings, RawJsonResponse.Of, Responses.Exception, cancellationToken);
}
