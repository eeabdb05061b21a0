using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Makes a handler of typed events and answers into one of bytes.</summary>
public static class JsonHandler
{
    public static LambdaHandler Create<TEvent, TAnswer>(
        JsonTypeInfo<TEvent> eventType,
        JsonTypeInfo<TAnswer> answerType,
        Func<TEvent, ILambdaContext, CancellationToken, Task<TAnswer>> handler)
        where TEvent : class =>
        async (payload, context, cancellation) =>
        {
            var input = JsonSerializer.Deserialize(payload.Span, eventType)
                ?? throw new JsonException($"The event is null; expected {typeof(TEvent).Name}.");
            return JsonSerializer.SerializeToUtf8Bytes(await handler(input, context, cancellation), answerType);
        };
}
