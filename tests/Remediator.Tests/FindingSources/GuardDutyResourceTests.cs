using System.Text.Json.Nodes;
using Remediator.Findings;

namespace Remediator.Tests.FindingSources;

public sealed class GuardDutyResourceTests
{
    [Theory]
    [InlineData("EKSCluster", """{"eksClusterDetails":{"name":"shop","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/shop"},"kubernetesDetails":{"kubernetesWorkloadDetails":{"name":"api","type":"pods","namespace":"prod"}},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""",
        "AWS::EKS::Cluster=shop AWSQS::Kubernetes::Resource=prod/pods/api")]
    [InlineData("ECSCluster", """{"ecsClusterDetails":{"name":"shop","taskDetails":{"arn":"arn:aws:ecs:eu-west-1:111122223333:task/shop/1","containers":[{"id":"c1"}]}},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""",
        "AWS::ECS::Cluster=shop AWS::ECS::Task=arn:aws:ecs:eu-west-1:111122223333:task/shop/1 AWS::ECS::Container=c1")]
    [InlineData("Container", """{"containerDetails":{"id":"c1"},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""", "AWS::ECS::Container=c1")]
    [InlineData("Lambda", """{"lambdaDetails":{"functionName":"orders","functionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders:4"}}""", "AWS::Lambda::Function=orders")]
    [InlineData("Lambda", """{"lambdaDetails":{"functionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders:4"}}""", "AWS::Lambda::Function=orders")]
    [InlineData("RDSDBInstance", """{"rdsDbInstanceDetails":{"dbInstanceIdentifier":"orders-1","dbClusterIdentifier":"orders"},"rdsDbUserDetails":{"user":"app"}}""",
        "AWS::RDS::DBInstance=orders-1 AWS::RDS::DBCluster=orders")]
    [InlineData("RDSLimitlessDB", """{"rdsLimitlessDbDetails":{"dbShardGroupIdentifier":"shards","dbClusterIdentifier":"orders"}}""", "AWS::RDS::DBShardGroup=shards AWS::RDS::DBCluster=orders")]
    [InlineData("S3Object", """{"s3BucketDetails":[{"name":"uploads-eu","s3ObjectDetails":[{"key":"in/a b.zip","objectArn":"arn:aws:s3:::uploads-eu/in/a b.zip"}]}]}""",
        "AWS::S3::Object=in/a b.zip AWS::S3::Bucket=uploads-eu")]
    [InlineData("EBSSnapshot", """{"ebsSnapshotDetails":{"snapshotArn":"arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-0a1b"}}""", "AWS::EC2::Snapshot=snap-0a1b")]
    [InlineData("EC2Image", """{"ec2ImageDetails":{"imageArn":"arn:aws:ec2:eu-west-1:111122223333:image/ami-0a1b"}}""", "AWS::EC2::Image=ami-0a1b")]
    [InlineData("Instance", """{"instanceDetails":{"instanceId":"i-0a1b"},"ebsVolumeDetails":{"scannedVolumeDetails":[{"volumeArn":"arn:aws:ec2:eu-west-1:111122223333:volume/vol-0a1b"}],"skippedVolumeDetails":null}}""",
        "AWS::EC2::Instance=i-0a1b AWS::EC2::Volume=vol-0a1b")]
    [InlineData("GroundStation", """{"instanceDetails":{"instanceId":"i-0a1b"}}""", "")]
    public void Names_what_the_resource_type_says_and_nothing_else(string type, string details, string expected)
    {
        var finding = Read(type, details);

        Assert.Equal(expected, string.Join(' ', finding.Ids(Involvement.Affected)));
    }

    [Fact]
    public void The_host_of_a_container_is_a_detail_and_not_a_resource()
    {
        var finding = Read("EKSCluster", """{"eksClusterDetails":{"name":"shop"},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""");

        var cluster = Assert.Single(finding.Resources);
        Assert.Equal("i-0a1b2c3d4e5f60718", cluster.Detail(ResourceDetails.HostInstanceId));
    }

    [Fact]
    public void A_database_user_is_the_principal()
    {
        var finding = Read("RDSDBInstance", """{"rdsDbInstanceDetails":{"dbInstanceIdentifier":"orders-1"},"rdsDbUserDetails":{"user":"app"}}""");

        Assert.Equal(("app", "app"), (finding.Actor!.Principal, finding.Resources[0].Detail(ResourceDetails.DatabaseUser)));
    }

    [Fact]
    public void An_attack_sequence_names_all_its_resources_and_actors()
    {
        var finding = Sample.Read("guardduty/c2-activity.json", d =>
        {
            d["type"] = "AttackSequence:EC2/CompromisedInstanceGroup";
            d["resource"] = new JsonObject { ["resourceType"] = "AttackSequence" };
            d["service"]!.AsObject().Remove("action");
            d["service"]!["detection"] = JsonNode.Parse("""
                {"sequence":{"uid":"s","resources":[
                  {"uid":"arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b","name":"web","resourceType":"EC2_INSTANCE","accountId":"111122223333","region":"eu-west-1","tags":[{"key":"team","value":"shop"}],
                   "data":{"ec2Instance":{"IamInstanceProfile":{"arn":"arn:aws:iam::111122223333:instance-profile/web"}}}},
                  {"uid":"arn:aws:ec2:us-east-1:444455556666:instance/i-0c2d","resourceType":"EC2_INSTANCE","accountId":"444455556666","region":"us-east-1"},
                  {"uid":"AKIAIOSFODNN7EXAMPLE","resourceType":"ACCESS_KEY","data":{"accessKey":{"principalId":"AIDACKCEVSQ6C2EXAMPLE","userName":"alice","userType":"IAMUser"}}},
                  {"uid":"ASIAIOSFODNN7EXAMPLE","resourceType":"ACCESS_KEY","data":{"accessKey":{"principalId":"AROAEXAMPLEROLEID001:s","userName":"web-server","userType":"AssumedRole"}}},
                  {"uid":"arn:aws:s3:::uploads-eu/in/a.zip","resourceType":"S3_OBJECT","data":{"s3Object":{"key":"in/a.zip"}}},
                  {"uid":"x-1","resourceType":"NEW_THING"}],
                 "actors":[{"id":"a","user":{"name":"mallory","uid":"AIDAEXAMPLEUSERID0009","type":"IAMUser","credentialUid":"AKIAEXAMPLEKEY000009","account":{"uid":"444455556666"}}}],
                 "endpoints":[{"id":"e","ip":"203.0.113.9","location":{"country":"Netherlands"},"autonomousSystem":{"name":"Example"}}]}}
                """);
        });

        Assert.Equal(
            ["AWS::EC2::Instance=i-0a1b", "AWS::EC2::Instance=i-0c2d", "AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE", "AWS::IAM::Role=web-server", "AWS::S3::Object=in/a.zip", "NEW_THING=x-1", "AWS::IAM::AccessKey=AKIAEXAMPLEKEY000009"],
            finding.Ids(Involvement.Affected));
        Assert.Equal(
            ["AWS::IAM::User=alice", "AWS::IAM::AccessKey=ASIAIOSFODNN7EXAMPLE", "AWS::IAM::User=mallory"],
            finding.Ids(Involvement.Actor));
        Assert.Equal(new Actor("203.0.113.9", "Netherlands", "Example", Principal: "mallory"), finding.Actor);
        Assert.Equal("arn:aws:iam::111122223333:instance-profile/web", finding.Resources[0].Detail(ResourceDetails.InstanceProfileArn));
        Assert.Null(finding.Resources[0].Detail(ResourceDetails.Account));
        Assert.Equal(("444455556666", "us-east-1"), (finding.Resources[1].Detail(ResourceDetails.Account), finding.Resources[1].Detail(ResourceDetails.Region)));
    }

    [Theory]
    [InlineData("""{"name":"mallory","type":"IAMUser"}""", "AWS::IAM::User=mallory", "")]
    [InlineData("""{"name":"mallory","type":"IAMUser","credentialUid":"AKIAEXAMPLEKEY000009"}""", "AWS::IAM::AccessKey=AKIAEXAMPLEKEY000009", "AWS::IAM::User=mallory")]
    [InlineData("""{"name":"web-server","type":"AssumedRole","uid":"AROAEXAMPLEROLEID001:s","credentialUid":"ASIAIOSFODNN7EXAMPLE"}""", "AWS::IAM::Role=web-server", "AWS::IAM::AccessKey=ASIAIOSFODNN7EXAMPLE")]
    [InlineData("""{"type":"Root"}""", "AWS::::Account=111122223333", "")]
    public void The_actors_of_an_attack_sequence_are_what_it_is_about(string user, string affected, string acting)
    {
        var finding = Sample.Read("guardduty/attack-sequence.json", d => d["service"]!["detection"]!["sequence"] = JsonNode.Parse($$"""{"actors":[{"user":{{user}}}]}"""));

        Assert.Equal([affected], finding.Ids(Involvement.Affected));
        Assert.Equal(acting.Split(' ', StringSplitOptions.RemoveEmptyEntries), finding.Ids(Involvement.Actor));
    }

    private static Finding Read(string type, string details) => Sample.Read("guardduty/c2-activity.json", d =>
    {
        var resource = JsonNode.Parse(details)!;
        resource["resourceType"] = type;
        d["resource"] = resource;
    });
}
