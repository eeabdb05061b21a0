using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class CloudTrailFindingSourceTests
{
    private const string StopLogging = "cloudtrail/stop-logging.json";

    [Fact]
    public void A_call_that_stops_the_trail_is_about_the_trail_and_names_the_caller()
    {
        var finding = Sample.Read(StopLogging);

        Assert.Equal(("cloudtrail", "CloudTrail:StopLogging", SeverityLabel.High, ResourceRole.Target), (finding.Source, finding.Type, finding.Severity.Label, finding.Role));
        Assert.Equal(["AWS::CloudTrail::Trail=arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE", "AWS::IAM::User=alice"], finding.Ids(Involvement.Actor));
        Assert.Equal(new Actor("203.0.113.9", Principal: "arn:aws:iam::111122223333:user/alice", Api: "cloudtrail:StopLogging"), finding.Actor);
    }

    [Theory]
    [InlineData("User")]
    [InlineData(null)]
    public void The_ARN_of_a_user_says_who_acted_where_the_type_does_not(string? type)
    {
        var finding = Sample.One(Sample.Try(StopLogging, d =>
        {
            d["userIdentity"]!["type"] = type;
            d["userIdentity"]!["principalId"] = "111122223333";
            d["userIdentity"]!["accessKeyId"] = "ASIAIOSFODNN7EXAMPLE";
        }));

        Assert.Equal(["AWS::IAM::AccessKey=ASIAIOSFODNN7EXAMPLE", "AWS::IAM::User=alice"], finding.Ids(Involvement.Actor));
    }

    [Fact]
    public void A_call_that_failed_changed_nothing()
    {
        var result = Assert.IsType<SourceResult.Rejected>(Sample.Try(StopLogging, d => d["errorCode"] = "AccessDenied"));

        Assert.True(result.IsHarmless);
        Assert.Contains("failed with 'AccessDenied'", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_that_signs_in_is_a_threat_and_one_that_fails_to_is_not()
    {
        var finding = Sample.Read("cloudtrail/root-sign-in.json");

        Assert.Equal("SignIn:ConsoleLogin.Root", finding.Type);
        Assert.Equal(["AWS::::Account=111122223333"], finding.Ids(Involvement.Affected));
        Assert.IsType<SourceResult.Rejected>(Sample.Try("cloudtrail/root-sign-in.json", d => d["responseElements"]!["ConsoleLogin"] = "Failure"));
        Assert.IsType<SourceResult.Rejected>(Sample.Try("cloudtrail/root-sign-in.json", d => d["userIdentity"]!["type"] = "IAMUser"));
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("""{"userName":"alice"}""", false)]
    public void A_key_that_root_creates_is_its_own_where_it_names_no_user(string request, bool isOwn)
    {
        var result = Sample.Try("cloudtrail/root-sign-in.json", d => (d["eventSource"], d["eventName"], d["requestParameters"]) = ("iam.amazonaws.com", "CreateAccessKey", JsonNode.Parse(request)));

        Assert.Equal(isOwn ? "IAM:CreateAccessKey.Root" : null, (result as SourceResult.Parsed)?.Findings[0].Type);
    }

    [Theory]
    [InlineData("cloudtrail", "DeleteTrail", """{"name":"main"}""", "CloudTrail:DeleteTrail", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","isMultiRegionTrail":false}""", "CloudTrail:UpdateTrail", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","s3BucketName":"logs"}""", "CloudTrail:UpdateTrail.Delivery", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":false}]}""", "CloudTrail:PutEventSelectors", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","eventSelectors":[{"readWriteType":"ReadOnly","includeManagementEvents":true}]}""", "CloudTrail:PutEventSelectors", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":true,"excludeManagementEventSources":["kms.amazonaws.com"]}]}""", "CloudTrail:PutEventSelectors", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":true,"dataResources":[]}]}""", null, null)]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]}]}]}""", "CloudTrail:PutEventSelectors", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]}]}]}""", null, null)]
    [InlineData("guardduty", "UpdateDetector", """{"detectorId":"12abc","enable":false}""", "GuardDuty:UpdateDetector", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "UpdateDetector", """{"detectorId":"12abc","enable":true}""", null, null)]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","kmsKeyId":""}""", "CloudTrail:UpdateTrail.Delivery", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","cloudWatchLogsLogGroupArn":""}""", "CloudTrail:UpdateTrail.Delivery", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","s3BucketName":"logs","enableLogFileValidation":false}""", "CloudTrail:UpdateTrail", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","isOrganizationTrail":false}""", "CloudTrail:UpdateTrail", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "UpdateTrail", """{"name":"main","snsTopicName":"alarms"}""", null, null)]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"readOnly","equals":["true"]}]}]}""", "CloudTrail:PutEventSelectors", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"eventSource","notEquals":["iam.amazonaws.com"]}]}]}""", "CloudTrail:PutEventSelectors", "AWS::CloudTrail::Trail=main")]
    [InlineData("cloudtrail", "PutEventSelectors", """{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"readOnly","equals":["false"]}]},{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"readOnly","equals":["true"]}]}]}""", null, null)]
    [InlineData("guardduty", "UpdateDetector", """{"detectorId":"12abc","features":[{"name":"S3_DATA_EVENTS","status":"DISABLED"}]}""", "GuardDuty:UpdateDetector.Features", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "UpdateDetector", """{"detectorId":"12abc","features":[{"name":"RUNTIME_MONITORING","status":"ENABLED","additionalConfiguration":[{"name":"EKS_ADDON_MANAGEMENT","status":"DISABLED"}]}]}""", "GuardDuty:UpdateDetector.Features", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "UpdateDetector", """{"detectorId":"12abc","dataSources":{"kubernetes":{"auditLogs":{"enable":false}}}}""", "GuardDuty:UpdateDetector.Features", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "UpdateDetector", """{"detectorId":"12abc","features":[{"name":"S3_DATA_EVENTS","status":"ENABLED"}]}""", null, null)]
    [InlineData("guardduty", "CreateFilter", """{"detectorId":"12abc","name":"quiet","action":"ARCHIVE"}""", "GuardDuty:CreateFilter.Archive", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "UpdateFilter", """{"detectorId":"12abc","filterName":"quiet","action":"ARCHIVE"}""", "GuardDuty:UpdateFilter.Archive", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "CreateFilter", """{"detectorId":"12abc","name":"quiet","action":"NOOP"}""", null, null)]
    [InlineData("guardduty", "CreateIPSet", """{"detectorId":"12abc","name":"ours","activate":true}""", "GuardDuty:CreateIPSet.Trusted", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("guardduty", "CreateIPSet", """{"detectorId":"12abc","name":"ours","activate":false}""", null, null)]
    [InlineData("guardduty", "UpdateTrustedEntitySet", """{"detectorId":"12abc","activate":true}""", "GuardDuty:UpdateTrustedEntitySet.Trusted", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("config", "PutConfigurationRecorder", """{"configurationRecorder":{"name":"default","recordingGroup":{"allSupported":false,"resourceTypes":["AWS::EC2::Instance"]}}}""", "Config:PutConfigurationRecorder.CutDown", "AWS::Config::ConfigurationRecorder=default")]
    [InlineData("config", "PutConfigurationRecorder", """{"configurationRecorder":{"name":"default","recordingGroup":{"allSupported":false,"recordingStrategy":{"useOnly":"EXCLUSION_BY_RESOURCE_TYPES"}}}}""", "Config:PutConfigurationRecorder.CutDown", "AWS::Config::ConfigurationRecorder=default")]
    [InlineData("config", "PutConfigurationRecorder", """{"configurationRecorder":{"name":"default","recordingGroup":{"allSupported":true,"includeGlobalResourceTypes":true}}}""", null, null)]
    [InlineData("config", "PutConfigurationRecorder", """{"configurationRecorder":{"name":"default"}}""", null, null)]
    [InlineData("guardduty", "DeleteDetector", """{"detectorId":"12abc"}""", "GuardDuty:DeleteDetector", "AWS::GuardDuty::Detector=12abc")]
    [InlineData("kms", "DisableKey", """{"keyId":"arn:aws:kms:eu-west-1:111122223333:key/0a1b"}""", "KMS:DisableKey", "AWS::KMS::Key=0a1b")]
    [InlineData("kms", "ScheduleKeyDeletion", """{"keyId":"0a1b","pendingWindowInDays":7}""", "KMS:ScheduleKeyDeletion", "AWS::KMS::Key=0a1b")]
    [InlineData("config", "StopConfigurationRecorder", """{"configurationRecorderName":"default"}""", "Config:StopConfigurationRecorder", "AWS::Config::ConfigurationRecorder=default")]
    [InlineData("organizations", "LeaveOrganization", "null", "Organizations:LeaveOrganization", "AWS::::Account=111122223333")]
    [InlineData("securityhub", "DisableSecurityHub", "null", "SecurityHub:DisableSecurityHub", "AWS::::Account=111122223333")]
    [InlineData("s3", "PutBucketAcl", """{"bucketName":"b-1","x-amz-acl":["public-read"]}""", "S3:PutBucketAcl.Public", "AWS::S3::Bucket=b-1")]
    [InlineData("s3", "PutBucketAcl", """{"bucketName":"b-1","x-amz-acl":"private"}""", null, null)]
    [InlineData("s3", "PutBucketPublicAccessBlock", """{"bucketName":"b-1","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"BlockPublicPolicy":false}}""", "S3:PutBucketPublicAccessBlock.Lowered", "AWS::S3::Bucket=b-1")]
    [InlineData("s3", "PutBucketPublicAccessBlock", """{"bucketName":"b-1","PublicAccessBlockConfiguration":{"BlockPublicAcls":true}}""", "S3:PutBucketPublicAccessBlock.Lowered", "AWS::S3::Bucket=b-1")]
    [InlineData("s3", "PutAccountPublicAccessBlock", """{"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true}}""", "S3:PutAccountPublicAccessBlock.Lowered", "AWS::::Account=111122223333")]
    [InlineData("s3", "PutBucketPublicAccessBlock", """{"bucketName":"b-1","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}}""", null, null)]
    [InlineData("ec2", "ModifySnapshotAttribute", """{"snapshotId":"snap-0a1b","createVolumePermission":{"add":{"items":[{"group":"all"}]}}}""", "EC2:ModifySnapshotAttribute.Public", "AWS::EC2::Snapshot=snap-0a1b")]
    [InlineData("ec2", "ModifySnapshotAttribute", """{"snapshotId":"snap-0a1b","createVolumePermission":{"add":{"items":[{"userId":"444455556666"}]}}}""", null, null)]
    [InlineData("rds", "ModifyDBSnapshotAttribute", """{"dBSnapshotIdentifier":"s-1","attributeName":"restore","valuesToAdd":["all"]}""", "RDS:ModifyDBSnapshotAttribute.Public", "AWS::RDS::DBSnapshot=s-1")]
    [InlineData("kms", "PutKeyPolicy", """{"keyId":"0a1b","policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"kms:*\"}}"}""", "KMS:PutKeyPolicy.Public", "AWS::KMS::Key=0a1b")]
    [InlineData("kms", "PutKeyPolicy", """{"keyId":"0a1b","policy":"not json"}""", null, null)]
    [InlineData("kms", "PutKeyPolicy", """{"keyId":"0a1b","policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"kms:*\",\"Condition\":{\"StringEquals\":{\"kms:CallerAccount\":\"111122223333\",\"kms:ViaService\":\"ec2.eu-west-1.amazonaws.com\"}}}}"}""", null, null)]
    [InlineData("kms", "PutKeyPolicy", """{"keyId":"0a1b","policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"kms:*\",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":\"ec2.eu-west-1.amazonaws.com\"}}}}"}""", "KMS:PutKeyPolicy.Public", "AWS::KMS::Key=0a1b")]
    [InlineData("iam", "UpdateAssumeRolePolicy", """{"roleName":"admin","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x\"}}}]}"}""", "IAM:UpdateAssumeRolePolicy.Public", "AWS::IAM::Role=admin")]
    [InlineData("iam", "UpdateAssumeRolePolicy", """{"roleName":"admin","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}]}"}""", null, null)]
    [InlineData("iam", "UpdateAssumeRolePolicy", """{"roleName":"ci","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\"}]}"}""", null, null)]
    [InlineData("iam", "CreateUser", """{"userName":"x"}""", null, null)]
    public void Judges_each_call_by_what_it_did(string service, string name, string request, string? type, string? resource)
    {
        var result = Sample.Try(StopLogging, d => (d["eventSource"], d["eventName"], d["requestParameters"]) = ($"{service}.amazonaws.com", name, JsonNode.Parse(request)));

        if (type is null)
        {
            Assert.True(Assert.IsType<SourceResult.Rejected>(result).IsHarmless);
            return;
        }

        var finding = Sample.One(result);
        Assert.Equal((type, resource), (finding.Type, string.Join(' ', finding.Ids(Involvement.Affected))));
    }

    [Theory]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"s3:GetObject"}]}""", true)]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject"}}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Condition":{"StringLike":{"aws:UserAgent":"*"}}}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Condition":{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"s3:GetObject"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject"}]}""", false)]
    public void A_bucket_policy_is_a_threat_when_it_lets_everybody_in(string policy, bool isPublic)
    {
        var result = Sample.Try("cloudtrail/public-bucket-policy.json", d => d["requestParameters"]!["bucketPolicy"] = JsonNode.Parse(policy));

        Assert.Equal(isPublic, result is SourceResult.Parsed);
    }

    [Fact]
    public void A_role_that_acts_is_named_by_the_role_and_not_by_its_session()
    {
        var finding = Sample.Read(StopLogging, d => d["userIdentity"] = JsonNode.Parse("""
            {"type":"AssumedRole","principalId":"AROAEXAMPLEROLEID001:s","arn":"arn:aws:sts::111122223333:assumed-role/deploy/s","accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE",
             "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/team/deploy","userName":"deploy"}}}
            """));

        Assert.Equal(["AWS::IAM::Role=deploy", "AWS::IAM::AccessKey=ASIAIOSFODNN7EXAMPLE"], finding.Ids(Involvement.Actor));
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/deploy/s", finding.Actor!.Principal);
    }

    [Fact]
    public void An_event_of_a_service_that_has_a_source_of_its_own_is_still_CloudTrails()
    {
        var document = Sample.Json(StopLogging);
        document["source"] = "aws.access-analyzer";

        Assert.Equal("cloudtrail", Sample.One(FindingReader.Read(document.ToJsonString())).Source);
    }
}
