using Remediator.Findings;

namespace Remediator.Tests.Findings;

public sealed class ResourceIdShapeTests
{
    [Theory]
    [InlineData(ResourceKinds.Instance, "i-0a1b2c3d4e5f60718")]
    [InlineData(ResourceKinds.Instance, "i-99999999")]
    [InlineData(ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE")]
    [InlineData(ResourceKinds.AccessKey, "GeneratedFindingAccessKeyId")]
    [InlineData(ResourceKinds.User, "alice@example.com")]
    [InlineData(ResourceKinds.Role, "AWSReservedSSO_Admin_0123456789abcdef")]
    [InlineData(ResourceKinds.Bucket, "my.bucket-1")]
    [InlineData(ResourceKinds.Function, "order_export")]
    [InlineData(ResourceKinds.Account, "111122223333")]
    [InlineData("AWS::ECS::Task", "arn:aws:ecs:eu-west-1:111122223333:task/shop/1")]
    [InlineData("AWS::ApiGateway::Stage", "arn:aws:apigateway:us-east-2::/restapis/a/stages/$default")]
    public void An_id_of_its_kind_fits(string kind, string id) => Assert.True(ResourceIdShape.Fits(kind, id));

    [Theory]
    [InlineData(ResourceKinds.Instance, "i-*")]
    [InlineData(ResourceKinds.Instance, "i-")]
    [InlineData(ResourceKinds.Instance, "eni-0a1b")]
    [InlineData(ResourceKinds.Instance, "i-0a1b/../x")]
    [InlineData(ResourceKinds.Bucket, "*")]
    [InlineData(ResourceKinds.Bucket, "bucket/key")]
    [InlineData(ResourceKinds.Bucket, "bücket")]
    [InlineData(ResourceKinds.User, "${aws:username}")]
    [InlineData(ResourceKinds.User, "a/b")]
    [InlineData(ResourceKinds.User, "a b")]
    [InlineData(ResourceKinds.Role, "?")]
    [InlineData(ResourceKinds.AccessKey, "AKIA&Action=DeleteUser")]
    [InlineData(ResourceKinds.Account, "11112222333")]
    [InlineData(ResourceKinds.Account, "١١١١٢٢٢٢٣٣٣٣")]
    [InlineData("Some::New::Kind", "a*")]
    [InlineData("Some::New::Kind", "${x}")]
    [InlineData("Some::New::Kind", "")]
    public void An_id_that_could_be_taken_for_more_does_not(string kind, string id) => Assert.False(ResourceIdShape.Fits(kind, id));
}
