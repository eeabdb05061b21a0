using Amazon.Inspector2.Model;
using Amazon.Inspector2.Model.Internal;
using Amazon.Runtime.Generated;

namespace Amazon.Inspector2;

public partial interface IAmazonInspector2
{
    /// <summary>The answer as the service wrote it: a finding read from it loses nothing.</summary>
    Task<RawJsonResponse> ListFindingsJsonAsync(ListFindingsRequest request, CancellationToken cancellationToken = default);
}

public partial class AmazonInspector2Client
{
    public virtual Task<RawJsonResponse> ListFindingsJsonAsync(ListFindingsRequest request, CancellationToken cancellationToken = default) =>
        SendJsonAsync<RawJsonResponse>(request, Requests.ListFindings, RawJsonResponse.Of, Responses.Exception, cancellationToken);
}
