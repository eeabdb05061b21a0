using System.Text.Json.Nodes;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Settings of a trail that CloudTrail judges together; absent when there is no such trail.</summary>
/// <remarks>CloudTrail takes them only in the trail's home Region, and leaves alone what a call does not name: of a value, only what differs is sent.</remarks>
public abstract class TrailSetting : ResourceAttribute
{
    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("cloudtrail:GetTrail", TrailLogging.Trail)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("cloudtrail:UpdateTrail", TrailLogging.Trail)];

    internal abstract IReadOnlyList<TrailPart> Parts { get; }

    /// <summary>Whether CloudTrail takes none of the parts without the others.</summary>
    private protected virtual bool GoTogether => false;

    public static Target TargetOf(string trail) => new(ResourceKinds.Trail, trail);

    /// <exception cref="RemediationException">CloudTrail does not say.</exception>
    internal AttributeValue Of(Trail trail) => Of(p => p.Get(trail));

    internal AttributeValue Of(Func<TrailPart, string?> part)
    {
        var value = new JsonObject();
        foreach (var one in Parts)
        {
            if (one.Node(part(one)) is { } node)
            {
                value[one.Name] = node;
            }
        }

        return AttributeValue.Of(value);
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            return Of((await aws.Client<IAmazonCloudTrail>().GetTrailAsync(new GetTrailRequest { Name = target.Id }, cancel).ConfigureAwait(false)).Trail);
        }
        catch (TrailNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted.ToNode() is not { } wanted)
        {
            throw new InvalidOperationException("no plan takes a trail away");
        }

        var update = new UpdateTrailRequest { Name = request.Target.Id };
        var current = request.Current.ToNode();
        foreach (var part in Parts.Where(p => GoTogether || current is null || p.In(current) != p.In(wanted)))
        {
            part.Set(update, part.In(wanted));
        }

        return aws.Client<IAmazonCloudTrail>().UpdateTrailAsync(update, cancel);
    }

    public override string Describe(AttributeValue value) => value.ToNode() is { } node ? string.Join(", ", Parts.Select(p => p.Describe(p.In(node)))) : "no such trail";
}
