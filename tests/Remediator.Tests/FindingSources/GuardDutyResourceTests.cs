using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Tests.FindingSources;

public sealed class GuardDutyResourceTests
{
    [Theory]
    [InlineData("image-resizer", "AWS::IAM::Role=image-resizer-role AWS::Lambda::Function=image-resizer")]
    [InlineData("0a1b2c3d4e5f60718293a4b5c6d7e8f9", "AWS::IAM::Role=image-resizer-role")]
    [InlineData("who.ever@example.com", "AWS::IAM::Role=image-resizer-role")]
    public void The_function_whose_credentials_were_taken_is_a_resource_and_a_task_without_its_cluster_is_none(string session, string expected)
    {
        var finding = Sample.Read("guardduty/function-credential-exfiltration.json", d => d["resource"]!["accessKeyDetails"]!["principalId"] = $"AROAEXAMPLEROLEID002:{session}");

        Assert.Equal(expected, string.Join(' ', finding.Ids(Involvement.Affected)));
    }

    /// <summary>Answered one by one: they were one to the playbooks, and the other object stayed as it was.</summary>
    [Fact]
    public void Objects_of_one_key_in_two_buckets_of_an_attack_are_two_to_the_playbooks()
    {
        var finding = Sample.Read("guardduty/attack-sequence.json", d => d["service"]!["detection"]!["sequence"] = JsonNode.Parse("""
            {"resources":[
             {"uid":"arn:aws:s3:::uploads-eu/in/invoice.pdf","resourceType":"S3_OBJECT","data":{"s3Object":{"key":"in/invoice.pdf"}}},
             {"uid":"arn:aws:s3:::uploads-us/in/invoice.pdf","resourceType":"S3_OBJECT","data":{"s3Object":{"key":"in/invoice.pdf"}}},
             {"uid":"arn:aws:s3:::uploads-us/in/invoice.pdf","resourceType":"S3_OBJECT","data":{"s3Object":{"key":"in/invoice.pdf"}}}]}
            """));

        Assert.Equal(["uploads-eu", "uploads-us"], finding.Resources.Select(r => r.Detail(ResourceDetails.BucketName)));
        var quarantine = Some.Playbook("quarantine-object") with { On = [new Trigger { Source = "guardduty" }] };
        Assert.Equal(finding.Resources, Assert.Single(Assert.IsType<PlaybookMatch.Matched>(new PlaybookMatcher([quarantine]).Match(finding)).Hits).Resources);
    }

    [Theory]
    [InlineData("EKSCluster", """{"eksClusterDetails":{"name":"shop","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/shop"},"kubernetesDetails":{"kubernetesWorkloadDetails":{"name":"api","type":"pods","namespace":"prod"}},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""",
        "AWS::EKS::Cluster=shop AWSQS::Kubernetes::Resource=prod/pods/api")]
    [InlineData("ECSCluster", """{"ecsClusterDetails":{"name":"shop","taskDetails":{"arn":"arn:aws:ecs:eu-west-1:111122223333:task/shop/1","containers":[{"id":"c1"}]}},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""",
        "AWS::ECS::Cluster=shop AWS::ECS::Task=arn:aws:ecs:eu-west-1:111122223333:task/shop/1 AWS::ECS::Container=c1")]
    [InlineData("Container", """{"containerDetails":{"id":"c1"},"instanceDetails":{"instanceId":"i-0a1b2c3d4e5f60718"}}""", "AWS::ECS::Container=c1 AWS::EC2::Instance=i-0a1b2c3d4e5f60718")]
    [InlineData("Container", """{"containerDetails":{"id":"c1"}}""", "AWS::ECS::Container=c1")]
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

    [Theory]
    [InlineData("PrivilegeEscalation:Runtime/RuncContainerEscape")]
    [InlineData("PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified")]
    [InlineData("PrivilegeEscalation:Runtime/DockerSocketAccessed")]
    [InlineData("DefenseEvasion:Runtime/KernelModuleLoaded")]
    [InlineData("UnauthorizedAccess:Runtime/MetadataDNSRebind")]
    public void The_host_is_a_resource_beside_the_container_where_the_type_says_that_it_was_reached(string type)
    {
        const string On = "\"instanceDetails\":{\"instanceId\":\"i-0a1b2c3d4e5f60718\",\"tags\":[{\"key\":\"team\",\"value\":\"shop\"}]}";

        var pod = Read("EKSCluster", $$$"""{"eksClusterDetails":{"name":"shop"},"kubernetesDetails":{"kubernetesWorkloadDetails":{"name":"api","type":"pods","namespace":"prod"}},{{{On}}}}""", type);
        var task = Read("ECSCluster", $$$"""{"ecsClusterDetails":{"name":"shop","taskDetails":{"arn":"arn:aws:ecs:eu-west-1:111122223333:task/shop/1"}},{{{On}}}}""", type);
        var container = Read("Container", $$$"""{"containerDetails":{"id":"c1"},{{{On}}}}""", type);
        var fargate = Read("ECSCluster", """{"ecsClusterDetails":{"name":"shop"}}""", type);

        Assert.Equal(["AWS::EKS::Cluster=shop", "AWSQS::Kubernetes::Resource=prod/pods/api", $"AWS::EC2::Instance={Sample.Instance}"], pod.Ids(Involvement.Affected));
        Assert.Equal("shop", pod.Resources[^1].Tags!["team"]);
        Assert.Equal(["AWS::ECS::Cluster=shop", "AWS::ECS::Task=arn:aws:ecs:eu-west-1:111122223333:task/shop/1", $"AWS::EC2::Instance={Sample.Instance}"], task.Ids(Involvement.Affected));
        Assert.Equal(["AWS::ECS::Container=c1", $"AWS::EC2::Instance={Sample.Instance}"], container.Ids(Involvement.Affected));
        Assert.Equal(["AWS::ECS::Cluster=shop"], fargate.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7", "shop/web")]
    [InlineData("111122223333.dkr.ecr-fips.eu-west-1.amazonaws.com/web@sha256:0a0a", "web")]
    [InlineData("111122223333.dkr-ecr.eu-west-1.on.aws/web", "web")]
    [InlineData("444455556666.dkr.ecr.eu-west-1.amazonaws.com/web:7", null)]
    [InlineData("111122223333.dkr.ecr.us-east-1.amazonaws.com/web:7", null)]
    [InlineData("public.ecr.aws/nginx/nginx:latest", null)]
    [InlineData("evil.example/111122223333.dkr.ecr.eu-west-1.amazonaws.com/web", null)]
    [InlineData("111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example/web", null)]
    public void The_repository_of_the_account_and_Region_that_a_task_with_malware_came_from_is_a_resource(string image, string? repository)
    {
        var details = $$$$"""{"ecsClusterDetails":{"name":"shop","taskDetails":{"containers":[{"image":"{{{{image}}}}"}]}}}""";

        Assert.Equal(
            repository is null ? ["AWS::ECS::Cluster=shop"] : ["AWS::ECS::Cluster=shop", $"AWS::ECR::Repository={repository}"],
            Read("ECSCluster", details, "Execution:ECS/MaliciousFile").Ids(Involvement.Affected));
        Assert.Equal(["AWS::ECS::Cluster=shop"], Read("ECSCluster", details, "Execution:ECS/SuspiciousFile").Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("arn:aws:cloudtrail:eu-west-1:111122223333:trail/main")]
    [InlineData("main")]
    public void The_trail_that_was_switched_off_is_a_resource_beside_the_credentials(string trail)
    {
        var finding = Sample.Read("guardduty/cloudtrail-logging-disabled.json", d => d["service"]!["action"]!["awsApiCallAction"]!["affectedResources"] = new JsonObject { ["AWS::CloudTrail::Trail"] = trail });
        var other = Sample.Read("guardduty/access-key-exfiltration.json", d => d["service"]!["action"]!["awsApiCallAction"]!["affectedResources"] = new JsonObject { ["AWS::CloudTrail::Trail"] = trail });

        Assert.Contains($"AWS::CloudTrail::Trail={trail}", finding.Ids(Involvement.Affected));
        Assert.DoesNotContain(other.Resources, r => r.Kind == ResourceKinds.Trail);
    }

    [Theory]
    [InlineData("Persistence:EC2/ExternalRemoteServices", "AWS::EC2::SecurityGroup", "sg-0a1b2c3d4e5f60718", "AWS::EC2::SecurityGroup=sg-0a1b2c3d4e5f60718")]
    [InlineData("InitialAccess:RDS/ExploitPublicFacingApplication", "AWS::RDS::DBInstance", "arn:aws:rds:eu-west-1:111122223333:db:orders", "AWS::RDS::DBInstance=orders")]
    [InlineData("Exfiltration:EC2/TransferDataToCloudAccount", "AWS::EC2::Snapshot", "snap-0a1b2c3d4e5f60718", "AWS::EC2::Snapshot=snap-0a1b2c3d4e5f60718")]
    [InlineData("Exfiltration:RDS/TransferDataToCloudAccount", "AWS::RDS::DBClusterSnapshot", "orders", "AWS::RDS::DBClusterSnapshot=orders")]
    [InlineData("Exfiltration:RDS/TransferDataToCloudAccount", "AWS::RDS::DBInstance", "orders", null)]
    [InlineData("Exfiltration:EC2/TransferDataToCloudAccount", "AWS::EC2::Image", "arn:aws:iam::111122223333:role/admin", null)]
    [InlineData("Persistence:IAM/AccountManipulation", "AWS::EC2::SecurityGroup", "sg-0a1b2c3d4e5f60718", null)]
    public void What_a_custom_rule_found_opened_is_a_resource_beside_the_credentials_in_Security_Hubs_form_too(string type, string kind, string value, string? opened)
    {
        var native = Sample.Read("guardduty/custom-rule-transfer.json", d =>
        {
            d["type"] = type;
            d["service"]!["action"]!["awsApiCallAction"]!["affectedResources"] = new JsonObject { [kind] = value };
        });
        var wrapped = Sample.Read("securityhub/c2-activity.json", d =>
        {
            var finding = d["findings"]![0]!;
            finding["Types"] = new JsonArray($"TTPs/{type.Replace('/', '-')}");
            finding["ProductFields"]![$"aws/guardduty/service/action/awsApiCallAction/affectedResources/{kind}"] = value;
            finding["Resources"] = JsonNode.Parse("""
                [{"Type":"AwsIamAccessKey","Id":"AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE","Details":{"AwsIamAccessKey":{"PrincipalId":"AIDACKCEVSQ6C2EXAMPLE","PrincipalName":"alice","PrincipalType":"IAMUser"}}}]
                """);
        });

        string[] expected = opened is null ? ["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE"] : ["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE", opened];
        Assert.Equal(expected, native.Ids(Involvement.Affected));
        Assert.Equal(type, wrapped.Type);
        if (type.Contains(":IAM/", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(wrapped.Resources, r => r.Kind == kind);
            return;
        }

        Assert.Equal(expected, wrapped.Ids(Involvement.Affected));
        Assert.Equal(native.Ids(Involvement.Actor), wrapped.Ids(Involvement.Actor));
    }

    [Fact]
    public void The_instance_whose_credentials_were_taken_is_a_resource_and_the_one_on_which_they_were_used_is_not()
    {
        var bare = Sample.Read("guardduty/role-credential-exfiltration.json");
        var owner = Sample.Read("guardduty/role-credential-exfiltration.json", d => d["resource"]!["instanceDetails"] = JsonNode.Parse($$"""{"instanceId":"{{Sample.Instance}}","tags":[{"key":"team","value":"shop"}]}"""));
        var user = Sample.Read("guardduty/role-credential-exfiltration.json", d => d["resource"]!["instanceDetails"] = JsonNode.Parse("""{"instanceId":"i-0fedcba9876543210"}"""));

        Assert.All([bare, owner, user], f => Assert.Equal(["AWS::IAM::Role=web-server", $"AWS::EC2::Instance={Sample.Instance}"], f.Ids(Involvement.Affected)));
        Assert.Equal($"arn:aws:ec2:eu-west-1:111122223333:instance/{Sample.Instance}", bare.Resources[1].Arn);
        Assert.Equal("shop", owner.Resources[1].Tags!["team"]);
    }

    [Theory]
    [InlineData("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "AROAEXAMPLEROLEID001:image-resizer")]
    [InlineData("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "AROAEXAMPLEROLEID001")]
    [InlineData("UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS", "AROAEXAMPLEROLEID001:i-0a1b2c3d4e5f60718")]
    [InlineData("Recon:IAMUser/TorIPCaller", "AROAEXAMPLEROLEID001:i-0a1b2c3d4e5f60718")]
    public void No_instance_comes_of_another_session_or_another_type(string type, string principal)
    {
        var finding = Sample.Read("guardduty/role-credential-exfiltration.json", d => (d["type"], d["resource"]!["accessKeyDetails"]!["principalId"]) = (type, principal));

        Assert.Equal(["AWS::IAM::Role=web-server"], finding.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("Trojan:EC2/DNSDataExfiltration", "example.org")]
    [InlineData("Trojan:EC2/DGADomainRequest.B", "a9f3.t.example.org")]
    public void Of_a_tunnel_through_DNS_the_domain_is_the_one_that_all_its_names_are_below(string type, string expected)
    {
        var finding = Sample.Read("guardduty/c2-dns-query.json", d =>
        {
            d["type"] = type;
            d["service"]!["action"]!["dnsRequestAction"] = JsonNode.Parse("""{"domain":"a9f3.t.example.org","domainWithSuffix":"example.org","protocol":"UDP"}""");
        });

        Assert.Equal(expected, finding.Actor!.Domain);
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

    private static Finding Read(string type, string details, string findingType = "Execution:Runtime/ReverseShell") => Sample.Read("guardduty/c2-activity.json", d =>
    {
        d["type"] = findingType;
        var resource = JsonNode.Parse(details)!;
        resource["resourceType"] = type;
        d["resource"] = resource;
    });
}
