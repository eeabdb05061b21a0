using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>After how many idle seconds a network interface forgets an open TCP connection; absent when nobody has set it, or there is no such interface.</summary>
/// <remarks>
/// Instances on Nitro only: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html. EC2 can't
/// be told to forget a setting, so that absent is written as EC2's documented default.
/// </remarks>
public sealed class ConnectionTrackingTimeout : ResourceAttribute
{
    /// <summary>The shortest that EC2 takes.</summary>
    public const int Shortest = 60;

    private const int Default = 432_000;

    public override string Label => "connection tracking timeout";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeNetworkInterfaces")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.NetworkInterface, Ec2Arns.InVpc),
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.Instance),
    ];

    public static AttributeValue Value(int? seconds) => seconds is { } set ? AttributeValue.Of(JsonValue.Create(set)) : AttributeValue.Absent;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        Value((await NetworkInterfaces.FindAsync(aws, target.Id, cancel).ConfigureAwait(false))?.ConnectionTrackingConfiguration?.TcpEstablishedTimeout);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        aws.Client<IAmazonEC2>().ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest
            {
                NetworkInterfaceId = request.Target.Id,
                ConnectionTrackingSpecification = new ConnectionTrackingSpecificationRequest { TcpEstablishedTimeout = Seconds(request.Wanted) },
            },
            cancel);

    public override bool Matches(AttributeValue live, AttributeValue wanted) => live == wanted || Seconds(live) == Seconds(wanted);

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "EC2's default" : string.Create(CultureInfo.InvariantCulture, $"{Seconds(value)} seconds");

    private static int Seconds(AttributeValue value) => value.ToNode()?.GetValue<int>() ?? Default;
}
