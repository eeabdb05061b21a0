using System.Text.Json.Serialization;

namespace Amazon.Lambda.DynamoDBEvents;

/// <summary>A DynamoDB value in its JSON form: exactly one member is set.</summary>
public sealed class AttributeValue
{
    [JsonPropertyName("S")]
    public string? S { get; set; }

    /// <summary>Numbers stay text: DynamoDB's have 38 digits.</summary>
    [JsonPropertyName("N")]
    public string? N { get; set; }

    [JsonPropertyName("B")]
    public byte[]? B { get; set; }

    [JsonPropertyName("BOOL")]
    public bool? BOOL { get; set; }

    [JsonPropertyName("NULL")]
    public bool? NULL { get; set; }

    [JsonPropertyName("M")]
    public Dictionary<string, AttributeValue>? M { get; set; }

    [JsonPropertyName("L")]
    public List<AttributeValue>? L { get; set; }

    [JsonPropertyName("SS")]
    public List<string>? SS { get; set; }

    [JsonPropertyName("NS")]
    public List<string>? NS { get; set; }

    [JsonPropertyName("BS")]
    public List<byte[]>? BS { get; set; }
}
