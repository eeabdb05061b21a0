using Remediator.Attributes;
using Remediator.Cli.Sandbox;

namespace Remediator.Tests.Sandbox;

public sealed class CoverageTests
{
    public static TheoryData<string> Attributes => [.. AttributeCatalogue.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Answers_every_action_that_an_attribute_needs(string name)
    {
        var attribute = AttributeCatalogue.Find(name)!;

        Assert.All(attribute.ReadPermissions.Concat(attribute.WritePermissions), p => Assert.Contains(p.Action, SandboxServer.Actions));
    }
}
