using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Tests.Sandbox;

public sealed class WildcardsTests
{
    [Theory]
    [InlineData("*", "")]
    [InlineData("*", "arn:aws:s3:::bucket")]
    [InlineData("", "")]
    [InlineData("ec2:Describe*", "ec2:DescribeInstances")]
    [InlineData("arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/app/web")]
    [InlineData("*a*ab", "aaab")]
    [InlineData("a?c*", "abc")]
    [InlineData("**b**", "abc")]
    [InlineData("*.[x]", "a.[x]")]
    public void A_star_is_any_run_and_a_question_mark_any_one(string pattern, string value) => Assert.True(Wildcards.Match(pattern, value));

    [Theory]
    [InlineData("", "a")]
    [InlineData("?", "")]
    [InlineData("a", "")]
    [InlineData("ec2:Describe", "ec2:DescribeInstances")]
    [InlineData("*a*ab", "aaba")]
    [InlineData("a.c", "abc")]
    [InlineData("ec2:stop*", "ec2:StopInstances")]
    public void Everything_else_is_itself(string pattern, string value) => Assert.False(Wildcards.Match(pattern, value));

    [Fact]
    public void Actions_are_the_same_in_any_case() => Assert.True(Wildcards.Match("EC2:stop*", "ec2:StopInstances", ignoreCase: true));
}
