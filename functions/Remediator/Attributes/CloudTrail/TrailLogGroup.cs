namespace Remediator.Attributes;

/// <summary>The log group that a trail delivers to, and the role by which it does.</summary>
public sealed class TrailLogGroup : TrailSetting
{
    internal static TrailPart Group { get; } =
        TrailPart.Text("group", "log group", "cloudWatchLogsLogGroupArn", "cloudWatchLogsLogGroupArn", t => t.CloudWatchLogsLogGroupArn, (r, text) => r.CloudWatchLogsLogGroupArn = text);

    internal static TrailPart Role { get; } =
        TrailPart.Text("role", "role", "cloudWatchLogsRoleArn", "cloudWatchLogsRoleArn", t => t.CloudWatchLogsRoleArn, (r, text) => r.CloudWatchLogsRoleArn = text);

    public override string Label => "log group of the trail";

    /// <remarks>Which role delivers is known only when it is read: it is passed to CloudTrail alone.</remarks>
    public override IReadOnlyList<Permission> WritePermissions =>
    [
        .. base.WritePermissions,
        new("iam:PassRole", "arn:{partition}:iam::{account}:role/{passed}", """{"StringEquals":{"iam:PassedToService":"cloudtrail.amazonaws.com"}}"""),
    ];

    private protected override bool GoTogether => true;

    internal override IReadOnlyList<TrailPart> Parts { get; } = [Group, Role];
}
