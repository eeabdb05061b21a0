using Amazon.EC2;
using Amazon.EC2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class StorageAndTagTests : SandboxTest
{
    [Fact]
    public async Task Takes_snapshots_of_all_volumes_and_finds_them_by_tag()
    {
        var instance = Account.AddInstance(volumes: 3);

        var made = await Ec2.CreateSnapshotsAsync(new CreateSnapshotsRequest
        {
            InstanceSpecification = new InstanceSpecification { InstanceId = instance.Id },
            Description = "evidence",
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Snapshot, Tags = [new Tag { Key = "execution", Value = "e1" }] }],
        });
        await Ec2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = instance.BlockDevices[0].VolumeId });

        Assert.Equal(3, made.Snapshots.Count);
        var found = await Ec2.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { OwnerIds = ["self"], Filters = [By("tag:execution", "e1")] });
        Assert.Equal(instance.BlockDevices.Select(b => b.VolumeId), found.Snapshots.Select(s => s.VolumeId));
        Assert.All(found.Snapshots, s => Assert.Equal("completed", s.State.Value));
    }

    [Fact]
    public async Task Deletes_a_snapshot_once()
    {
        var volume = Account.AddInstance().BlockDevices[0].VolumeId;
        var id = (await Ec2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume })).Snapshot.SnapshotId;

        await Ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = id });

        Assert.Equal("InvalidSnapshot.NotFound", await ErrorOf(() => Ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = id })));
    }

    [Fact]
    public async Task Shows_volumes_of_an_instance()
    {
        Account.AddInstance();
        var instance = Account.AddInstance(volumes: 2);

        var found = await Ec2.DescribeVolumesAsync(new DescribeVolumesRequest { Filters = [By("attachment.instance-id", instance.Id)] });

        Assert.Equal(["/dev/xvda", "/dev/sdf"], found.Volumes.Select(v => v.Attachments[0].Device));
    }

    [Fact]
    public async Task Creates_overwrites_lists_and_deletes_tags()
    {
        var id = Account.AddInstance(tags: new() { ["a"] = "1", ["b"] = "2" }).Id;

        await Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [id], Tags = [new Tag { Key = "a", Value = "new" }, new Tag { Key = "c", Value = "" }] });
        await Ec2.DeleteTagsAsync(new DeleteTagsRequest { Resources = [id], Tags = [new Tag { Key = "b", Value = "not this" }, new Tag { Key = "c" }] });

        var read = await Ec2.DescribeTagsAsync(new DescribeTagsRequest { Filters = [By("resource-id", id)] });
        Assert.Equal([("a", "new"), ("b", "2")], read.Tags.Select(t => (t.Key, t.Value)));
        Assert.All(read.Tags, t => Assert.Equal("instance", t.ResourceType.Value));
    }

    [Fact]
    public async Task Refuses_to_tag_what_is_not_there() =>
        Assert.Equal("InvalidID", await ErrorOf(() => Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = ["i-0000000000000dead"], Tags = [new Tag { Key = "a", Value = "1" }] })));
}
