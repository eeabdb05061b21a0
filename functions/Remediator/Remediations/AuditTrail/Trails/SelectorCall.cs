using System.Globalization;
using System.Text.Json;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.FindingSources.CloudTrail;
using Remediator.FindingSources.Json;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>A call after which a trail had the event selectors that it asked for, as CloudTrail's event history shows it.</summary>
/// <param name="Selectors">Absent where it can't be understood.</param>
public sealed record SelectorCall(string Name, string Id, DateTimeOffset Time, string By, AttributeValue Selectors)
{
    public const string Put = "PutEventSelectors";
    public const string Create = "CreateTrail";

    /// <summary>The time as text that sorts like it.</summary>
    internal string At => Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static readonly JsonDocumentOptions Strict = new()
    {
#if NET10_0_OR_GREATER
        AllowDuplicateProperties = false,
#endif
    };

    /// <summary>Whether it was such a call as findings are about.</summary>
    public bool Blinds => LeavesOut(Selectors);

    /// <summary>Whether these selectors leave management events out.</summary>
    internal static bool LeavesOut(AttributeValue selectors)
    {
        using var document = JsonDocument.Parse(selectors.Json ?? "null");
        return !selectors.IsAbsent && AuditTrailThreats.Blinds(document.RootElement);
    }

    /// <summary>Null for a call that failed, or of another trail; one that does not say which trail may be of this one.</summary>
    /// <exception cref="RemediationException">It is no record of a call.</exception>
    internal static SelectorCall? Read(string? json, TrailSubject trail)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "", Strict);
            var root = document.RootElement;
            var (name, request) = (root.Text("eventName"), root.Field("requestParameters"));
            if (root.Text("eventSource") != "cloudtrail.amazonaws.com" || name is not (Put or Create) || root.Text("errorCode") is not null)
            {
                return null;
            }

            var of = root.Field("responseElements").Text("trailARN") ?? request.Text(name == Put ? "trailName" : "name");
            if (of is not null && of != trail.Arn && of != trail.Name)
            {
                return null;
            }

            var time = DateTimeOffset.Parse(root.Text("eventTime") ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var identity = root.Field("userIdentity");
            var by = identity.Identifier("arn") ?? identity.Identifier("invokedBy") ?? identity.Identifier("type") ?? "somebody";
            return new SelectorCall(name, root.Identifier("eventID") ?? "unknown", time, by, of is null ? AttributeValue.Absent : name == Create ? SelectorValue.Default : Selected(request));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new RemediationException("CloudTrail's event history has a record that can't be read");
        }
    }

    private static AttributeValue Selected(JsonElement request)
    {
        try
        {
            var (basic, advanced) = SelectorValue.Parse(request);
            return SelectorValue.Of(basic, advanced);
        }
        catch (RemediationException)
        {
            return AttributeValue.Absent;
        }
    }

    public override string ToString() => $"{Name} of {At} UTC by {By}, event {Id}";
}
