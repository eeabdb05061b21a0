using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.FindingSources.Json;

namespace Remediator.Remediations;

/// <summary>A call that set settings of a trail, as CloudTrail recorded it.</summary>
/// <param name="Callers">The principal, the role of its session and its key: whoever shares one is the same caller.</param>
internal sealed record TrailCall(string Name, string Id, DateTimeOffset Time, string By, ImmutableArray<string> Callers, JsonElement Request, JsonElement Response)
{
    public const string Create = "CreateTrail";
    public const string Update = "UpdateTrail";

    private static readonly JsonDocumentOptions Strict = new()
    {
#if NET10_0_OR_GREATER
        AllowDuplicateProperties = false,
#endif
    };

    public bool IsOf(Finding finding) => finding.Id.EndsWith($"/{Id}", StringComparison.Ordinal);

    public bool HasCallerOf(TrailCall other) => Callers.Intersect(other.Callers, StringComparer.Ordinal).Any();

    public bool Names(TrailPart part) => Request.Field(part.Request).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether it may have taken the setting away: a flag that is switched off, or any new text.</summary>
    public bool MayWeaken(TrailPart part) => Names(part) && !(part.IsFlag && Request.Field(part.Request).IsTrue());

    /// <summary>What the setting was after the call, as far as the record tells.</summary>
    /// <remarks>
    /// The answer has all settings, and no text that is not set. Without an answer the parameters say what they name, where they name it
    /// as CloudTrail keeps it: a key's alias or a topic's name is neither its ARN nor none.
    /// </remarks>
    public Said Says(TrailPart part)
    {
        if (Response.Text("trailARN") is null)
        {
            return !Names(part) ? Said.Nothing : Read(Request.Field(part.Request), part, isAnswer: false);
        }

        var answered = Response.Field(part.Response);
        return answered.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) ? Read(answered, part, isAnswer: true)
            : part.IsFlag || (Names(part) && Request.Text(part.Request) is not "") ? Said.Unclear
            : new Said(true, true, null);
    }

    /// <summary>The call of a finding that is one.</summary>
    /// <exception cref="RemediationException">The finding does not hold it.</exception>
    public static TrailCall Of(Finding finding, TrailSubject trail)
    {
        try
        {
            using var document = JsonDocument.Parse(finding.Raw, Strict);
            return Read(EventEnvelope.Open(document.RootElement).Body, trail) ?? throw Unread();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Unread();
        }

        static RemediationException Unread() => new("the finding does not hold the call that it is about as CloudTrail recorded it");
    }

    /// <summary>Null for a call that failed, or of another trail; one that does not say which trail counts as of this one.</summary>
    /// <exception cref="RemediationException">It is no record of a call.</exception>
    public static TrailCall? Read(string? json, TrailSubject trail)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "", Strict);
            return Read(document.RootElement, trail);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new RemediationException("CloudTrail's event history has a record that can't be read");
        }
    }

    private static TrailCall? Read(JsonElement root, TrailSubject trail)
    {
        var (name, request, response) = (root.Text("eventName"), root.Field("requestParameters"), root.Field("responseElements"));
        if (root.Text("eventSource") != "cloudtrail.amazonaws.com" || name is not (Create or Update) || root.Text("errorCode") is not null)
        {
            return null;
        }

        var of = response.Text("trailARN") ?? request.Text("name");
        if (of is not null && of != trail.Arn && of != trail.Name)
        {
            return null;
        }

        var time = DateTimeOffset.Parse(root.Text("eventTime") ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var identity = root.Field("userIdentity");
        ImmutableArray<string> callers = [.. new[] { identity.Identifier("arn"), identity.Field("sessionContext").Field("sessionIssuer").Identifier("arn"), identity.Identifier("accessKeyId") }.OfType<string>()];
        var by = identity.Identifier("arn") ?? identity.Identifier("invokedBy") ?? identity.Identifier("type") ?? "somebody";
        return new TrailCall(name, root.Identifier("eventID") ?? "unknown", time, by, callers, Kept(request), Kept(response));
    }

    private static JsonElement Kept(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? element : element.Clone();

    private static Said Read(JsonElement value, TrailPart part, bool isAnswer) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False when part.IsFlag => new Said(true, true, TrailPart.Of(value.GetBoolean())),
        JsonValueKind.String when !part.IsFlag && value.Text() is "" => new Said(true, true, null),
        JsonValueKind.String when !part.IsFlag && SafeText.IdentifierOrNull(value.Text()) is { } text && (isAnswer || !part.IsKeptAsArn || IsKept(text)) => new Said(true, true, text),
        _ => Said.Unclear,
    };

    private static bool IsKept(string text) => Arn.TryParse(text) is { } arn && !arn.Resource.StartsWith("alias/", StringComparison.Ordinal);

    public override string ToString() => $"{Name} of {Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC by {By}, event {Id}";
}

/// <summary>What a call says of a setting: nothing at all, nothing that can be understood, or its value, where null is none.</summary>
internal readonly record struct Said(bool IsAny, bool IsClear, string? Value)
{
    public static Said Nothing => default;

    public static Said Unclear => new(true, false, null);
}
