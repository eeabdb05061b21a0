using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Customer-managed prefix lists.</summary>
[Ec2]
internal static class PrefixListOperations
{
    [Checks("*")]
    public static Answer DescribeManagedPrefixLists(Call call)
    {
        var chosen = call.Region.PrefixLists.Chosen(call, "PrefixListId", Missing).Filtered(call, (l, name) => name switch
        {
            "prefix-list-name" => [l.Name],
            "prefix-list-id" => [l.Id],
            "owner-id" => [l.OwnerId],
            _ => null,
        });
        return Ec2Xml.Page(call, "prefixListSet", chosen, l => new object[]
        {
            new XElement("prefixListId", l.Id),
            new XElement("prefixListName", l.Name),
            new XElement("addressFamily", l.AddressFamily),
            new XElement("state", "modify-complete"),
            new XElement("maxEntries", l.MaxEntries),
            new XElement("version", l.Version),
            new XElement("ownerId", l.OwnerId),
            Ec2Xml.Tags(l.Tags),
        });
    }

    [Checks("prefix-list/{PrefixListId}")]
    public static Answer GetManagedPrefixListEntries(Call call)
    {
        var (items, next) = call.Page([.. Find(call).Entries], call.Parameters["NextToken"], call.Parameters.Int("MaxResults"), usual: 100);
        return Answer.Xml(
            Ec2Xml.List("entrySet", items, e => new object[] { new XElement("cidr", e.Key), new XElement("description", e.Value) }),
            next is null ? null : new XElement("nextToken", next));
    }

    [Checks("prefix-list/{PrefixListId}")]
    public static Answer ModifyManagedPrefixList(Call call)
    {
        var list = Find(call);
        if (call.Parameters.Int("CurrentVersion") is { } version && version != list.Version)
        {
            throw new AwsError("PrefixListVersionMismatch", "The prefix list has the incorrect version number");
        }

        var added = call.Parameters.Structs("AddEntry");
        if (list.Entries.Count + added.Count > list.MaxEntries)
        {
            throw new AwsError("PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list.");
        }

        foreach (var removed in call.Parameters.Structs("RemoveEntry"))
        {
            list.Entries.Remove(removed.Required("Cidr"));
        }

        foreach (var entry in added)
        {
            list.Entries[entry.Required("Cidr")] = entry["Description"] ?? "";
        }

        list.Version++;
        return Answer.Xml(new XElement("prefixList", new XElement("prefixListId", list.Id), new XElement("state", "modify-in-progress"), new XElement("version", list.Version)));
    }

    private static PrefixList Find(Call call)
    {
        var id = call.Parameters.Required("PrefixListId");
        return call.Region.PrefixLists.GetValueOrDefault(id) ?? throw Missing(id);
    }

    private static AwsError Missing(string id) => new("InvalidPrefixListID.NotFound", $"The prefix list ID '{id}' does not exist");
}
