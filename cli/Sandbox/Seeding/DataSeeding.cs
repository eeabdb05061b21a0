using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A bucket; <paramref name="isPublic"/> gives it a policy that lets everyone read.</summary>
    /// <param name="block">Null for no configuration, as buckets of old have it.</param>
    public Bucket AddBucket(string name, PublicAccessBlock? block = null, Tags? tags = null, bool isPublic = false, string acl = "private", string? region = null)
    {
        var policy = isPublic
            ? $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{name}}/*"}]}"""
            : null;
        var bucket = new Bucket { Name = name, Region = Here(region).Name, PublicAccessBlock = block, Tags = tags, Policy = policy, Acl = acl };
        Buckets[name] = bucket;
        return bucket;
    }

    /// <summary>An SNS topic; its ARN.</summary>
    public string AddTopic(string name, string? region = null)
    {
        var arn = World.Arn("sns", Here(region).Name, Id, name);
        Here(region).Topics.Add(arn);
        return arn;
    }

    /// <summary>An SSM parameter, a SecureString unless told otherwise.</summary>
    public StoredParameter AddParameter(string name, string value, string type = "SecureString", string? region = null) =>
        Here(region).Parameters[name] = new StoredParameter(name, type, value);

    /// <summary>A secret; its ARN ends in six characters that AWS chooses.</summary>
    public StoredSecret AddSecret(string name, string value, string? region = null) =>
        Here(region).Secrets[name] = new StoredSecret(name, World.Arn("secretsmanager", Here(region).Name, Id, $"secret:{name}-SaNdBx"), value);

    /// <summary>An EBS snapshot that is shared with these accounts, or with "all".</summary>
    public VolumeSnapshot AddSnapshot(IEnumerable<string>? sharedWith = null, Tags? tags = null, string? region = null)
    {
        var snapshot = new VolumeSnapshot { Id = _world.Ec2Id("snap"), VolumeId = _world.Ec2Id("vol"), StartTime = _world.Clock.GetUtcNow(), Tags = tags ?? [] };
        snapshot.SharedWith.UnionWith(sharedWith ?? []);
        return Here(region).Snapshots[snapshot.Id] = snapshot;
    }

    /// <summary>An AMI that is shared with these accounts or organizations, or with "all".</summary>
    public MachineImage AddImage(IEnumerable<string>? sharedWith = null, Tags? tags = null, string? region = null)
    {
        var image = new MachineImage { Id = _world.Ec2Id("ami"), Tags = tags ?? [] };
        image.SharedWith.UnionWith(sharedWith ?? []);
        return Here(region).Images[image.Id] = image;
    }

    /// <summary>A KMS key.</summary>
    public KmsKey AddKey(string state = "Enabled", string manager = "CUSTOMER", Tags? tags = null, string? region = null)
    {
        var key = new KmsKey { Id = $"00000000-0000-4000-9000-{_world.Next("key"):D12}", State = state, Manager = manager, Tags = tags ?? [] };
        return Here(region).Keys[key.Id] = key;
    }
}
