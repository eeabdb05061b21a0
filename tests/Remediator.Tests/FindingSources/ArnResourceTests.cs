using Remediator.Findings;

namespace Remediator.Tests.FindingSources;

/// <summary>Every ARN that a source may meet leads to the id that the owning service's API takes; seen through a source that reads any.</summary>
public sealed class ArnResourceTests
{
    [Theory]
    [InlineData("arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b", "AWS::EC2::Instance=i-0a1b")]
    [InlineData("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a1b", "AWS::EC2::SecurityGroup=sg-0a1b")]
    [InlineData("arn:aws:iam::111122223333:user/team/alice", "AWS::IAM::User=alice")]
    [InlineData("arn:aws:iam::111122223333:role/service-role/deploy", "AWS::IAM::Role=deploy")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/deploy/session", "AWS::IAM::Role=deploy")]
    [InlineData("arn:aws:iam::111122223333:root", "AWS::::Account=111122223333")]
    [InlineData("arn:aws-cn:s3:::uploads-cn", "AWS::S3::Bucket=uploads-cn")]
    [InlineData("arn:aws:s3:::uploads-eu/in/a b.zip", "AWS::S3::Object=in/a b.zip")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:orders:live", "AWS::Lambda::Function=orders")]
    [InlineData("arn:aws:rds:eu-west-1:111122223333:db:orders-1", "AWS::RDS::DBInstance=orders-1")]
    [InlineData("arn:aws:rds:eu-west-1:111122223333:snapshot:rds:orders-1", "AWS::RDS::DBSnapshot=rds:orders-1")]
    [InlineData("arn:aws:eks:eu-west-1:111122223333:cluster/shop", "AWS::EKS::Cluster=shop")]
    [InlineData("arn:aws:ecs:eu-west-1:111122223333:task/shop/0a1b", "AWS::ECS::Task=arn:aws:ecs:eu-west-1:111122223333:task/shop/0a1b")]
    [InlineData("arn:aws:ecr:eu-west-1:111122223333:repository/team/shop", "AWS::ECR::Repository=team/shop")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:key/0a1b", "AWS::KMS::Key=0a1b")]
    [InlineData("arn:aws:dynamodb:eu-west-1:111122223333:table/orders", "AWS::DynamoDB::Table=orders")]
    [InlineData("arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_EXAMPLE", "AWS::Cognito::UserPool=eu-west-1_EXAMPLE")]
    public void Leads_to_kind_and_id(string arn, string expected) => Assert.Equal(expected, string.Join(' ', Read(arn).Ids(Involvement.Affected)));

    [Theory]
    [InlineData("arn:aws:s3:::")]
    [InlineData("arn:aws:iam::111122223333:user/")]
    [InlineData("arn:aws:ec2:eu-west-1:111122223333:instance/")]
    [InlineData("arn:aws:newservice:eu-west-1:111122223333:thing/x")]
    public void What_is_not_known_is_kept_and_never_of_a_kind_that_is_acted_on(string arn) =>
        Assert.All(Read(arn).Resources, r => Assert.Equal("AWS::Health::AffectedEntity", r.Kind));

    [Fact]
    public void A_resource_elsewhere_says_so()
    {
        var finding = Read("arn:aws:lambda:us-west-2:444455556666:function:orders");

        Assert.Equal(("444455556666", "us-west-2"), (finding.Where(finding.Resources[0]).Account, finding.Where(finding.Resources[0]).Region));
    }

    private static Finding Read(string arn) => Sample.Read("health/abuse-report.json", d => d["affectedEntities"]![0]!["entityValue"] = arn);
}
