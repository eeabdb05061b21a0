using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A user with active access keys of these ids.</summary>
    /// <summary>A root user with one credential of each kind.</summary>
    public User AddRoot()
    {
        Root = new User { Name = "root", Id = Id, Arn = $"arn:aws:iam::{Id}:root", Created = _world.Clock.GetUtcNow(), PasswordCreated = _world.Clock.GetUtcNow() };
        Root.AccessKeys[_world.IamId("AKIA")] = new AccessKey { Created = Root.Created };
        Root.Credentials["CERT0001SANDBOX0000000001"] = new UserCredential("certificate");
        Root.Credentials[$"arn:aws:iam::{Id}:mfa/root-account-mfa-device"] = new UserCredential("mfa");
        return Root;
    }

    public User AddUser(string name, IEnumerable<string>? keys = null, Tags? tags = null, string path = "/", string? id = null)
    {
        var user = new User { Name = name, Id = id ?? _world.IamId("AIDA"), Arn = World.Arn("iam", "", Id, $"user{path}{name}"), Path = path, Created = _world.Clock.GetUtcNow(), Tags = tags ?? [] };
        foreach (var key in keys ?? [])
        {
            user.AccessKeys[key] = new AccessKey { Created = _world.Clock.GetUtcNow() };
        }

        Users[name] = user;
        return user;
    }

    /// <summary>A role.</summary>
    /// <param name="path"><c>/aws-service-role/...</c> makes it service-linked, <c>/aws-reserved/sso.amazonaws.com/...</c> Identity Center's.</param>
    /// <param name="policy">An inline policy document named "permissions".</param>
    /// <param name="id">AROA..., where a finding names one.</param>
    public Role AddRole(string name, string path = "/", string? policy = null, Tags? tags = null, string? id = null)
    {
        var role = new Role { Name = name, Id = id ?? _world.IamId("AROA"), Arn = World.Arn("iam", "", Id, $"role{path}{name}"), Path = path, Created = _world.Clock.GetUtcNow(), Tags = tags ?? [] };
        if (policy is not null)
        {
            role.Policies["permissions"] = policy;
        }

        Roles[name] = role;
        return role;
    }

    private InstanceProfile ProfileOf(string role)
    {
        if (!Roles.ContainsKey(role))
        {
            AddRole(role);
        }

        if (!InstanceProfiles.TryGetValue(role, out var profile))
        {
            profile = new InstanceProfile { Name = role, Id = _world.IamId("AIPA"), Arn = World.Arn("iam", "", Id, $"instance-profile/{role}"), RoleName = role, Created = _world.Clock.GetUtcNow() };
            InstanceProfiles[role] = profile;
        }

        return profile;
    }
}
