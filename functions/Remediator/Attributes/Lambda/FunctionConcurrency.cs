using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The reserved concurrency of a function, all its versions and aliases together; absent when it has none.</summary>
/// <remarks>With 0 Lambda starts no invocation, by whatever way it is asked; invocations that run go on to their end.</remarks>
public sealed class FunctionConcurrency : ResourceAttribute
{
    public override string Label => "reserved concurrency";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("lambda:GetFunctionConcurrency", FunctionArns.Function)];

    public override IReadOnlyList<Permission> WritePermissions { get; } =
        [new("lambda:PutFunctionConcurrency", FunctionArns.Function), new("lambda:DeleteFunctionConcurrency", FunctionArns.Function)];

    public static AttributeValue None { get; } = AttributeValue.Of(JsonValue.Create(0));

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var answer = await aws.Client<IAmazonLambda>().GetFunctionConcurrencyAsync(new GetFunctionConcurrencyRequest { FunctionName = target.Id }, cancel).ConfigureAwait(false);
        return answer.ReservedConcurrentExecutions is { } reserved ? AttributeValue.Of(JsonValue.Create(reserved)) : AttributeValue.Absent;
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (function, lambda) = (request.Target.Id, aws.Client<IAmazonLambda>());
        return request.Wanted.IsAbsent
            ? lambda.DeleteFunctionConcurrencyAsync(new DeleteFunctionConcurrencyRequest { FunctionName = function }, cancel)
            : lambda.PutFunctionConcurrencyAsync(
                new PutFunctionConcurrencyRequest { FunctionName = function, ReservedConcurrentExecutions = int.Parse(request.Wanted.ToString(), CultureInfo.InvariantCulture) }, cancel);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "none reserved" : value == None ? "0 (nothing may run)" : value.ToString();
}
