using Amazon.Lambda;
using Amazon.Lambda.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Lambda's word for the state of an event source mapping; absent when there is no such mapping. Only Enabled and Disabled can be wanted.</summary>
/// <remarks>The target's id is the mapping's. Lambda takes up to a minute for either, and says Disabling or Enabling meanwhile: it ends what it has begun.</remarks>
public sealed class EventSourceState : ResourceAttribute
{
    public const string Kind = "AWS::Lambda::EventSourceMapping";

    public static AttributeValue Enabled { get; } = AttributeValue.Of("Enabled");

    public static AttributeValue Disabled { get; } = AttributeValue.Of("Disabled");

    public override string Label => "event source mapping";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("lambda:GetEventSourceMapping", FunctionArns.Mapping, FunctionArns.OfFunction)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("lambda:UpdateEventSourceMapping", FunctionArns.Mapping, FunctionArns.OfFunction)];

    public static Target TargetOf(string mapping) => new(Kind, mapping);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var mapping = await aws.Client<IAmazonLambda>().GetEventSourceMappingAsync(new GetEventSourceMappingRequest { UUID = target.Id }, cancel).ConfigureAwait(false);
            return AttributeValue.Of(mapping.State);
        }
        catch (ResourceNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        request.Wanted == Enabled || request.Wanted == Disabled
            ? aws.Client<IAmazonLambda>().UpdateEventSourceMappingAsync(new UpdateEventSourceMappingRequest { UUID = request.Target.Id, Enabled = request.Wanted == Enabled }, cancel)
            : throw new InvalidOperationException($"an event source mapping can't be made {request.Wanted}");

    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted || (live.ToString(), wanted.ToString()) is ("Disabling", "Disabled") or ("Enabling", "Enabled");
}
