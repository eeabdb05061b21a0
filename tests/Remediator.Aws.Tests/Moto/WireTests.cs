using System.Net;
using Amazon.AutoScaling;
using Amazon.AutoScaling.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.S3Control;
using Amazon.S3Control.Model;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Remediator.Aws.Tests.Moto;

/// <summary>Each protocol once, against a server that knows nothing of these clients.</summary>
public sealed class WireTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [MotoFact]
    public async Task Reads_and_writes_through_the_EC2_protocol()
    {
        using var ec2 = new AmazonEC2Client(moto.Credentials, moto.Config<AmazonEC2Config>());
        var vpc = (await ec2.DescribeVpcsAsync(new())).Vpcs[0];
        var group = await ec2.CreateSecurityGroupAsync(new()
        {
            GroupName = "quarantine",
            Description = "nothing in, nothing out",
            VpcId = vpc.VpcId,
            TagSpecifications = [new() { ResourceType = ResourceType.SecurityGroup, Tags = [new() { Key = "a&b", Value = "é <x>" }] }],
        });
        await ec2.RevokeSecurityGroupEgressAsync(new()
        {
            GroupId = group.GroupId,
            IpPermissions = [new() { IpProtocol = "-1", Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }] }],
        });

        var read = Assert.Single((await ec2.DescribeSecurityGroupsAsync(new() { GroupIds = [group.GroupId] })).SecurityGroups);
        Assert.Equal("é <x>", Assert.Single(read.Tags).Value);
        Assert.Empty(read.IpPermissionsEgress ?? []);
        Assert.Null((await ec2.DescribeInstancesAsync(new())).Reservations?.FirstOrDefault());
    }

    [MotoFact]
    public async Task An_EC2_error_carries_code_message_and_request_id()
    {
        using var ec2 = new AmazonEC2Client(moto.Credentials, moto.Config<AmazonEC2Config>());
        var fault = await Assert.ThrowsAsync<AmazonEC2Exception>(() => ec2.DescribeInstancesAsync(new() { InstanceIds = ["i-0bad0bad0bad0bad0"] }));
        Assert.Equal("InvalidInstanceID.NotFound", fault.ErrorCode);
        Assert.Equal(HttpStatusCode.BadRequest, fault.StatusCode);
        Assert.Contains("i-0bad0bad0bad0bad0", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.RequestId);
    }

    [MotoFact]
    public async Task Reads_and_writes_through_the_query_protocol()
    {
        using var iam = new AmazonIdentityManagementServiceClient(moto.Credentials, moto.Config<AmazonIdentityManagementServiceConfig>());
        var fault = await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.ListAccessKeysAsync(new() { UserName = "nobody" }));
        Assert.Equal(ErrorType.Sender, fault.ErrorType);

        using var scaling = new AmazonAutoScalingClient(moto.Credentials, moto.Config<AmazonAutoScalingConfig>());
        var answer = await scaling.DescribeAutoScalingInstancesAsync(new() { InstanceIds = ["i-1"] });
        Assert.Equal(HttpStatusCode.OK, answer.HttpStatusCode);
        Assert.NotEmpty(answer.ResponseMetadata.RequestId);
    }

    [MotoFact]
    public async Task Publishing_to_a_missing_topic_is_its_own_exception()
    {
        using var sns = new AmazonSimpleNotificationServiceClient(moto.Credentials, moto.Config<AmazonSimpleNotificationServiceConfig>());
        await Assert.ThrowsAsync<Amazon.SimpleNotificationService.Model.NotFoundException>(() =>
            sns.PublishAsync(new() { TopicArn = "arn:aws:sns:eu-west-1:123456789012:none", Message = "m" }));
    }

    [MotoFact]
    public async Task Errors_of_the_JSON_protocols_become_their_own_exceptions()
    {
        using var ssm = new AmazonSimpleSystemsManagementClient(moto.Credentials, moto.Config<AmazonSimpleSystemsManagementConfig>());
        await Assert.ThrowsAsync<ParameterNotFoundException>(() => ssm.GetParameterAsync(new() { Name = "/none", WithDecryption = true }));
        using var sqs = new AmazonSQSClient(moto.Credentials, moto.Config<AmazonSQSConfig>());
        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => sqs.ReceiveMessageAsync(new() { QueueUrl = moto.Url + "/123456789012/none" }));
    }

    [MotoFact]
    public async Task Reads_writes_and_deletes_through_REST_XML()
    {
        using var control = new AmazonS3ControlClient(moto.Credentials, moto.Config<AmazonS3ControlConfig>());
        const string Account = "123456789012";
        await control.PutPublicAccessBlockAsync(new()
        {
            AccountId = Account,
            PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, IgnorePublicAcls = false, BlockPublicPolicy = true, RestrictPublicBuckets = true },
        });
        var read = (await control.GetPublicAccessBlockAsync(new() { AccountId = Account })).PublicAccessBlockConfiguration;
        Assert.True(read.BlockPublicAcls);
        Assert.False(read.IgnorePublicAcls);
        await control.DeletePublicAccessBlockAsync(new() { AccountId = Account });
        await Assert.ThrowsAsync<NoSuchPublicAccessBlockConfigurationException>(() => control.GetPublicAccessBlockAsync(new() { AccountId = Account }));
    }
}
