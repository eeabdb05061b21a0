using Remediator.Attributes;
using Remediator.Cli.Sandbox;

namespace Remediator.Tests.Sandbox;

public sealed class CoverageTests
{
    public static TheoryData<string> Attributes => [.. AttributeCatalogue.All.Select(a => a.Name)];

    /// <remarks>Passing a role, learning that an object is not there, and tagging what is made are no calls of their own: the operations that do it ask for them.</remarks>
    [Theory]
    [MemberData(nameof(Attributes))]
    public void Answers_every_action_that_an_attribute_needs(string name)
    {
        var attribute = AttributeCatalogue.Find(name)!;

        Assert.All(attribute.ReadPermissions.Concat(attribute.WritePermissions).Where(p => p.Action is not ("iam:PassRole" or "s3:ListBucket" or "eks:TagResource")), p => Assert.Contains(p.Action, SandboxServer.Actions));
    }
}
