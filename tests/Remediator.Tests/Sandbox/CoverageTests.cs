using Remediator.Attributes;
using Remediator.Cli.Sandbox;

namespace Remediator.Tests.Sandbox;

public sealed class CoverageTests
{
    public static TheoryData<string> Attributes => [.. AttributeCatalogue.All.Select(a => a.Name)];

    /// <remarks>Passing a role is no call of its own: the operations that do it ask for it.</remarks>
    [Theory]
    [MemberData(nameof(Attributes))]
    public void Answers_every_action_that_an_attribute_needs(string name)
    {
        var attribute = AttributeCatalogue.Find(name)!;

        Assert.All(attribute.ReadPermissions.Concat(attribute.WritePermissions).Where(p => p.Action != "iam:PassRole"), p => Assert.Contains(p.Action, SandboxServer.Actions));
    }
}
