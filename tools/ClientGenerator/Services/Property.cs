using Remediator.Tools.ClientGenerator.Models;

namespace Remediator.Tools.ClientGenerator.Services;

/// <summary>A member with the C# property that it becomes.</summary>
public sealed record Property(Member Member, string Name)
{
    public Shape Shape => Member.Shape;

    /// <summary>The name on the wire in JSON, XML, headers and labels.</summary>
    public string WireName => Member.LocationName ?? Member.Name;
}
