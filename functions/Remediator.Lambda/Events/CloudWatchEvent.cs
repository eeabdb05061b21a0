using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>EventBridge's envelope around what a service has to say.</summary>
public sealed class CloudWatchEvent<T>
{
    public string? Version { get; set; }

    public string? Id { get; set; }

    [JsonPropertyName("detail-type")]
    public string? DetailType { get; set; }

    public string? Source { get; set; }

    public string? Account { get; set; }

    public DateTimeOffset? Time { get; set; }

    public string? Region { get; set; }

    public List<string> Resources { get; set; } = [];

    public T? Detail { get; set; }
}
