using Remediator.Findings;

namespace Remediator.Tests.Findings;

public sealed class ArnTests
{
    [Theory]
    [InlineData("arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b", "i-0a1b")]
    [InlineData("arn:aws:iam::111122223333:role/team/web", "web")]
    [InlineData("arn:aws:s3:::bucket", "bucket")]
    [InlineData("arn:aws-cn:lambda:cn-north-1:111122223333:function:orders", "orders")]
    public void Takes_an_ARN_apart_and_puts_it_together(string text, string name)
    {
        var arn = Arn.TryParse(text)!.Value;

        Assert.Equal((name, text), (arn.Name, arn.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("i-0a1b")]
    [InlineData("arn:aws:s3")]
    [InlineData("arn:aws:s3:::")]
    [InlineData("arn::s3:::bucket")]
    public void What_is_no_ARN_is_null(string? text) => Assert.Null(Arn.TryParse(text));
}
