using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Says what an unrecognised document looks like, so that a person sees what went wrong.</summary>
internal static class DocumentDescription
{
    private const int NamedFields = 6;

    public static string Of(JsonElement document) => document.ValueKind switch
    {
        JsonValueKind.Object => OfObject(document),
        JsonValueKind.Array => "this is a list",
        JsonValueKind.String => $"this is a string, {SafeText.Quote(document.Text())}",
        JsonValueKind.Null or JsonValueKind.Undefined => "this is null",
        _ => "this is a single value",
    };

    private static string OfObject(JsonElement document)
    {
        if (document.Text("detail-type") is { } detailType)
            return $"this is an event {SafeText.Quote(detailType)} of {SafeText.Quote(document.Text("source"))}";
        if (document.Text("productArn") is not null)
            return "this looks like a Security Hub finding (ASFF)";
        if (document.Field("class_uid").Number() is not null)
            return "this looks like an OCSF finding";
        if (document.Text("eventSource") is { } eventSource && document.Text("eventName") is { } eventName)
            return $"this looks like the CloudTrail record of {SafeText.Quote(eventName)} of {SafeText.Quote(eventSource)}";
        var names = document.EnumerateObject().Take(NamedFields + 1).Select(p => SafeText.Quote(JsonFields.NameOf(p))).ToList();
        return names.Count switch
        {
            0 => "this is an empty object",
            > NamedFields => $"this is an object with the fields {string.Join(", ", names.Take(NamedFields))} and more",
            _ => $"this is an object with the fields {string.Join(", ", names)}",
        };
    }
}
