using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>An EventBridge event opened, or a bare finding taken as one whose envelope says nothing.</summary>
/// <param name="Body">The event's <c>detail</c>, or the document itself.</param>
/// <param name="Account">Where the event was delivered: in an administrator account not the account of the finding.</param>
internal readonly record struct EventEnvelope(
    JsonElement Body,
    bool IsEvent,
    string? Source,
    string? DetailType,
    string? Account,
    string? Region,
    DateTimeOffset? Time)
{
    public static EventEnvelope Open(JsonElement document)
    {
        var detail = document.Field("detail");
        var detailType = document.Text("detail-type");
        return detail.IsObject() || detailType is not null
            ? new(detail, true, document.Text("source"), detailType, document.Text("account"), document.Text("region"), document.Time("time"))
            : new(document, false, null, null, null, null, null);
    }

    /// <summary>CloudTrail sends each service's calls under the source of that service.</summary>
    private const string ViaCloudTrail = " via CloudTrail";

    public bool IsViaCloudTrail => DetailType?.EndsWith(ViaCloudTrail, StringComparison.Ordinal) == true;

    /// <summary>Whether this is an event of that service, or a document without an event's source that has to be judged by its shape.</summary>
    public bool IsFrom(string eventSource, Func<JsonElement, bool> hasShape) => !IsViaCloudTrail && (Source is null ? hasShape(Body) : Source == eventSource);
}
