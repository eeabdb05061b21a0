using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether the metadata service of an instance asks for a session token, and how many hops its answers may take; absent without an instance.</summary>
public sealed class InstanceMetadataAccess : ResourceAttribute
{
    private const string Tokens = "httpTokens";
    private const string Hops = "hopLimit";
    private const string Applied = "applied";

    public override string Label => "metadata service options";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeInstances")];

    public override IReadOnlyList<Permission> WritePermissions => [new("ec2:ModifyInstanceMetadataOptions", Ec2Arns.Instance)];

    public static AttributeValue Value(string tokens, int hopLimit) => AttributeValue.Of(new JsonObject { [Tokens] = tokens, [Hops] = hopLimit });

    /// <summary>The value in an instance as EC2 describes it.</summary>
    public static AttributeValue Of(Instance? instance) =>
        instance?.MetadataOptions is { HttpTokens: { } tokens } options ? Value(tokens.Value, options.HttpPutResponseHopLimit ?? 1) : AttributeValue.Absent;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [target.Id] }, cancel).ConfigureAwait(false);
            var found = (response.Reservations ?? []).SelectMany(r => r.Instances ?? []).FirstOrDefault(i => i.InstanceId == target.Id);
            return found?.MetadataOptions?.State is { } state && state.Value != Applied
                ? throw new RemediationException($"a change of the metadata options of {target.Id} is still {state.Value}")
                : Of(found);
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.InstanceNotFound))
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var wanted = request.Wanted.ToNode() ?? throw new InvalidOperationException("The metadata options of an instance can't be absent.");
        return aws.Client<IAmazonEC2>().ModifyInstanceMetadataOptionsAsync(
            new ModifyInstanceMetadataOptionsRequest
            {
                InstanceId = request.Target.Id,
                HttpTokens = wanted[Tokens]!.GetValue<string>(),
                HttpPutResponseHopLimit = wanted[Hops]!.GetValue<int>(),
            },
            cancel);
    }

    public override string Describe(AttributeValue value) =>
        value.ToNode() is { } node ? $"tokens {node[Tokens]}, {node[Hops]} hops" : "no such instance";
}
