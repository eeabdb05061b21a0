using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether an instance or address is a target of a target group; target <c>id:port@target-group-arn</c>; absent when it is not.</summary>
public sealed class TargetRegistration : ResourceAttribute
{
    private const string GroupNotFound = "TargetGroupNotFound";
    private const string GroupArn = "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{targetGroup}/*";

    public override string Label => "load balancer registration";

    public override IReadOnlyList<Permission> ReadPermissions => [new("elasticloadbalancing:DescribeTargetHealth")];

    public override IReadOnlyList<Permission> WritePermissions =>
        [new("elasticloadbalancing:DeregisterTargets", GroupArn), new("elasticloadbalancing:RegisterTargets", GroupArn)];

    public static Target Of(string targetGroupArn, string id, int port) =>
        new("AWS::ElasticLoadBalancingV2::TargetGroup", string.Create(CultureInfo.InvariantCulture, $"{id}:{port}@{targetGroupArn}"));

    /// <summary>The value of a registered target; the zone counts for addresses only, where it may have been given as <c>all</c>.</summary>
    public static AttributeValue Registered(string id, string? zone) =>
        AttributeValue.Of(IPAddress.TryParse(id, out _) && zone is not null ? new JsonObject { ["zone"] = zone } : []);

    /// <summary>Whether a target gets no new connections: it was taken out, or never was in.</summary>
    public static bool IsOut(TargetHealth? health) => health?.State?.Value == "draining" || health?.Reason?.Value == "Target.NotRegistered";

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (group, description) = Parse(target);
        try
        {
            var response = await aws.Client<IAmazonElasticLoadBalancingV2>().DescribeTargetHealthAsync(
                new DescribeTargetHealthRequest { TargetGroupArn = group, Targets = [description] }, cancel).ConfigureAwait(false);
            return (response.TargetHealthDescriptions ?? []).Find(h => h.Target?.Id == description.Id && h.Target.Port == description.Port) is { } found
                && !IsOut(found.TargetHealth)
                ? Registered(description.Id, found.Target.AvailabilityZone)
                : AttributeValue.Absent;
        }
        catch (AmazonServiceException e) when (e.ErrorCode == GroupNotFound)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (group, description) = Parse(request.Target);
        var elb = aws.Client<IAmazonElasticLoadBalancingV2>();
        if (request.Wanted.ToNode() is not { } wanted)
        {
            return elb.DeregisterTargetsAsync(new DeregisterTargetsRequest { TargetGroupArn = group, Targets = [description] }, cancel);
        }

        description.AvailabilityZone = wanted["zone"]?.GetValue<string>();
        return elb.RegisterTargetsAsync(new RegisterTargetsRequest { TargetGroupArn = group, Targets = [description] }, cancel);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "not registered" : "registered";

    private static (string Group, TargetDescription Description) Parse(Target target)
    {
        if (target.Id.Split('@', 2) is [var address, var group]
            && address.LastIndexOf(':') is > 0 and var colon
            && int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return (group, new TargetDescription { Id = address[..colon], Port = port });
        }

        throw new FormatException($"'{target.Id}' is not of the form id:port@target-group-arn.");
    }
}
