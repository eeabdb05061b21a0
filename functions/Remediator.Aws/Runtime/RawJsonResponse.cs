namespace Amazon.Runtime.Generated;

/// <summary>An answer whose JSON is kept as it came.</summary>
public sealed class RawJsonResponse : AmazonWebServiceResponse
{
    /// <summary>The root object; <c>{}</c> where the answer had no body.</summary>
    public string Json { get; private init; } = "{}";

    internal static RawJsonResponse Of(WireResponse wire) => new() { Json = wire.Text ?? "{}" };
}
