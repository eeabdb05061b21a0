using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Controls;

/// <summary>What a control may be about: the finding, its resources, and all that the plan would touch.</summary>
/// <param name="Tags">The live tags of the resource.</param>
/// <param name="Touched">Live tags of other things that the plan would touch, by name.</param>
/// <param name="Organization">Where the finding's account stands; read only where an exemption asks for it.</param>
public sealed record ControlSubject(
    Finding Finding,
    Playbook Playbook,
    IReadOnlyList<ResourceRef> Resources,
    TagReading Tags,
    IReadOnlyList<Change> Changes,
    ImmutableArray<TouchedResource> Touched,
    OrganizationReading Organization)
{
    /// <summary>Every id, name and ARN under which a person may know what is concerned.</summary>
    public IEnumerable<string> Names()
    {
        foreach (var resource in Resources)
        {
            yield return resource.Id;
            if (resource.Arn is { } arn)
            {
                yield return arn;
            }

            if (resource.Detail(ResourceDetails.UserName) is { } user)
            {
                yield return user;
            }
        }

        foreach (var (kind, name) in Targets())
        {
            yield return name;
            if (IamArn(kind, name) is { } arn)
            {
                yield return arn;
            }
        }
    }

    /// <summary>Whether something that is concerned is what the pattern of an id, a name or an ARN says.</summary>
    public bool Is(string pattern) =>
        Names().Any(n => NamePattern.Matches(pattern, n))
        || (ArnPattern.TryParse(pattern) is { } arn && Things().Any(t => arn.Covers(t.Kind, t.Name, t.Account)));

    public IEnumerable<string> RoleNames() =>
        Resources.Where(r => r.Kind == ResourceKinds.Role).Select(r => r.Id)
            .Concat(Targets().Where(t => t.Kind == ResourceKinds.Role).Select(t => t.Name))
            .Concat(Touched.Where(t => t.Kind == ResourceKinds.Role).Select(t => t.Name));

    /// <summary>Whether the resource carries the tag; null where its tags are not known.</summary>
    public bool? Carries(string tag) => Tags is TagReading.Known known ? TagPattern.IsCarried(tag, known.Tags) : null;

    public bool? CarriesOrTouches(string tag) => Touched.Any(t => TagPattern.IsCarried(tag, t.Tags)) ? true : Carries(tag);

    public bool? IsIn(string ou) => Organization is OrganizationReading.Known known ? known.Ancestors.Contains(ou) : null;

    /// <summary>The targets of the changes by their own names: an attribute may put a user before a key id, or an execution after a role.</summary>
    private IEnumerable<(string Kind, string Name)> Targets()
    {
        var seen = new List<Target>();
        foreach (var target in Changes.Where(c => !c.IsSatisfied).Select(c => c.Target))
        {
            if (seen.Contains(target))
            {
                continue;
            }

            seen.Add(target);
            yield return (target.Kind, target.Id);
            foreach (var part in target.Id.Split(['/', '#']).Where(p => p.Length < target.Id.Length && p.Length > 0))
            {
                yield return (target.Kind, part);
            }
        }
    }

    private IEnumerable<(string Kind, string Name, string Account)> Things()
    {
        foreach (var resource in Resources)
        {
            var account = resource.Detail(ResourceDetails.Account) ?? Finding.Account;
            yield return (resource.Kind, resource.Id, account);
            if (resource.Detail(ResourceDetails.UserName) is { } user)
            {
                yield return (ResourceKinds.User, user, account);
            }
        }

        foreach (var (kind, name) in Targets().Concat(Touched.Select(t => (t.Kind, t.Name))))
        {
            yield return (kind, name, Finding.Account);
        }
    }

    private string? IamArn(string kind, string name) => kind switch
    {
        ResourceKinds.Role => $"arn:{Finding.Partition}:iam::{Finding.Account}:role/{name}",
        ResourceKinds.User or ResourceKinds.AccessKey => $"arn:{Finding.Partition}:iam::{Finding.Account}:user/{name}",
        _ => null,
    };
}

/// <summary>Something besides the resource of the finding that a plan would touch, with its live tags.</summary>
/// <param name="Kind">A CloudFormation type name.</param>
public sealed record TouchedResource(string Kind, string Name, ImmutableDictionary<string, string> Tags);
