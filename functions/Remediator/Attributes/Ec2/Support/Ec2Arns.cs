namespace Remediator.Attributes.Ec2Support;

/// <summary>ARN templates of EC2's resource types, as in the Service Authorization Reference.</summary>
internal static class Ec2Arns
{
    /// <summary>The one instance of the execution.</summary>
    public const string Instance = "arn:{partition}:ec2:{region}:{account}:instance/{instanceId}";

    public const string NetworkInterface = "arn:{partition}:ec2:{region}:{account}:network-interface/{interface}";

    public const string SecurityGroup = "arn:{partition}:ec2:{region}:{account}:security-group/{group}";

    /// <summary>Only interfaces in the VPC of the execution's instance, where the finding names it.</summary>
    /// <remarks>ec2:Vpc is a key of network interfaces; the interfaces themselves are not known before they are read.</remarks>
    public const string InVpc = """{"ArnLike":{"ec2:Vpc":"arn:{partition}:ec2:{region}:*:vpc/{vpc}"}}""";

    /// <remarks>Any account: a VPC may be shared from another one.</remarks>
    public const string Vpc = "arn:{partition}:ec2:{region}:*:vpc/{vpc}";

    public const string ElasticIp = "arn:{partition}:ec2:{region}:{account}:elastic-ip/{allocation}";

    public const string Volume = "arn:{partition}:ec2:{region}:{account}:volume/{volume}";

    /// <remarks>Snapshot ARNs have no account.</remarks>
    public const string Snapshot = "arn:{partition}:ec2:{region}::snapshot/{snapshot}";
}
